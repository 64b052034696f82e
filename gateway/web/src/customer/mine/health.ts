import type { Shape } from '@/shared/api/client'
import type { Condition } from '@/shared/conditions'

/** What a customer tells of their health. */
export interface Health {
  allergies: string[]
  conditions: Condition[]
  skin: string
  health_notes: string
}

export const healthIn = (archive: Shape<'Customer'>): Health => ({
  allergies: [...(archive.allergies ?? [])],
  conditions: [...(archive.conditions ?? [])],
  skin: archive.skin ?? '',
  health_notes: archive.health_notes ?? '',
})

/**
 * `mine`, begun from `base`, on what stands there by now: what I did not touch is theirs; of lists, what I added and
 * took away is done to theirs, so that nobody's allergy is lost.
 */
export function mergedHealth(base: Health, mine: Health, theirs: Health): Health {
  const text = (field: 'skin' | 'health_notes') => (mine[field] === base[field] ? theirs[field] : mine[field])
  return {
    allergies: mergedList(base.allergies, mine.allergies, theirs.allergies),
    conditions: mergedList(base.conditions, mine.conditions, theirs.conditions),
    skin: text('skin'),
    health_notes: text('health_notes'),
  }
}

function mergedList<T>(base: readonly T[], mine: readonly T[], theirs: readonly T[]): T[] {
  const kept = theirs.filter((one) => mine.includes(one) || !base.includes(one))
  const added = mine.filter((one) => !base.includes(one) && !theirs.includes(one))
  return [...kept, ...added]
}

/** What somebody else did meanwhile: what is new, what is gone, and their words where they are others than mine. */
export interface HealthNews {
  came: { allergies: string[]; conditions: Condition[] }
  gone: { allergies: string[]; conditions: Condition[] }
  skin: string | null
  health_notes: string | null
}

export function newsOf(base: Health, mine: Health, theirs: Health): HealthNews | null {
  const without = <T>(all: readonly T[], ...others: readonly (readonly T[])[]) =>
    all.filter((one) => !others.some((each) => each.includes(one)))
  const words = (field: 'skin' | 'health_notes') =>
    theirs[field] !== base[field] && theirs[field] !== mine[field] ? theirs[field] : null
  const news: HealthNews = {
    came: {
      allergies: without(theirs.allergies, base.allergies, mine.allergies),
      conditions: without(theirs.conditions, base.conditions, mine.conditions),
    },
    gone: {
      allergies: without(base.allergies, theirs.allergies).filter((one) => mine.allergies.includes(one)),
      conditions: without(base.conditions, theirs.conditions).filter((one) => mine.conditions.includes(one)),
    },
    skin: words('skin'),
    health_notes: words('health_notes'),
  }
  const lists = [...Object.values(news.came), ...Object.values(news.gone)]
  const isNothing = lists.every((list) => list.length === 0) && news.skin === null && news.health_notes === null
  return isNothing ? null : news
}
