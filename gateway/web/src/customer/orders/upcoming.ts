import { computed } from 'vue'
import { api, got } from '@/shared/api/client'
import { Unreachable } from '@/shared/api/refusals'
import { csrf } from '@/shared/api/signing'
import { now } from '@/shared/clock'
import { useLive } from '@/shared/live'
import { useLoaded } from '@/shared/load'
import { useSession } from '@/shared/session'
import { earliestToday } from '@/shared/times'
import { keep, kept, type Appointment } from '../offline/kept'
import { UNDER_WAY } from './statuses'

export interface Upcoming {
  /** The next one first. */
  items: Appointment[]
  /** When the device saw them, where they could not be asked for now. */
  seenAt: number | null
}

/** One's appointments that have not ended, kept up to date; without a network those that were seen last. */
export function useUpcoming() {
  const session = useSession()
  const loaded = useLoaded(ask, [() => session.account?.id])
  useLive((kind) => {
    if (kind === 'appointment_changed' || kind === 'resync') void loaded.reload()
  })

  async function ask(): Promise<Upcoming> {
    await session.whenKnown()
    const account = session.account?.id
    try {
      const items = account ? await asked() : []
      if (account) keep(account, items)
      else if (kept() && (!navigator.onLine || csrf())) return lastSeen()
      return { items, seenAt: null }
    } catch (problem) {
      if (problem instanceof Unreachable && kept()) return lastSeen()
      throw problem
    }
  }

  const items = computed(() => loaded.data.value?.items ?? [])
  const seenAt = computed(() => loaded.data.value?.seenAt ?? null)
  return { ...loaded, items, seenAt }
}

async function asked(): Promise<Appointment[]> {
  const query = { status: UNDER_WAY.join(','), from: earliestToday(), limit: 100 }
  const { items } = await got(api.GET('/api/v1/appointments', { params: { query } }))
  return stillToCome(items)
}

function lastSeen(): Upcoming {
  const known = kept()
  return { items: stillToCome(known?.items ?? []), seenAt: known?.seenAt ?? null }
}

/** Those whose time has not passed, the next one first. */
function stillToCome(items: readonly Appointment[], present = now()): Appointment[] {
  const left = items.filter((item) => item.status === 'in_service' || Date.parse(item.ends_at) > present)
  return left.sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))
}
