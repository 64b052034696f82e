import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/shared/api/client'
import { now, useNow } from '@/shared/clock'
import { allOf } from '@/shared/lists'
import { useLoaded } from '@/shared/load'
import { money } from '@/shared/money'
import { clockOf, dayOf } from '@/shared/times'
import { useNamed } from '../named'
import { useStore } from '../store'
import { BRAND, inForce, KINDS, type InForce, type RuleName, type RuleValue } from './rules'

/** Every row of the rules, what holds by them now, and how both are told. */
export function useRules() {
  const { t } = useI18n()
  const named = useNamed()
  const store = useStore()
  const present = useNow(60_000)
  const rows = useLoaded(() => allOf((query) => api.GET('/api/v1/booking-rules', { params: { query } })))
  const treatments = useLoaded(() => allOf((query) => api.GET('/api/v1/treatments', { params: { query } })))
  const treatmentNames = computed(() => new Map((treatments.data.value ?? []).map((one) => [one.id, named(one)])))

  // Looked at anew each minute, and with the rows: one laid down a moment ago holds by now.
  const held = (scopes: readonly string[]): InForce[] => {
    const read = rows.data.value ?? []
    return inForce(read, scopes, Math.max(now(), present.value))
  }
  function told(name: RuleName, value: RuleValue | undefined): string {
    if (value === undefined) return '—'
    if (value === null) return t('catalogue.rules.noLimit')
    if (typeof value === 'boolean') return value ? t('catalogue.yes') : t('catalogue.no')
    if (typeof value === 'string') return t(`catalogue.rules.values.${value}`)
    const kind = KINDS[name]
    return kind.kind === 'number' && kind.isFen ? money(value) : String(value)
  }
  function scopeName(scope: string): string {
    if (scope === BRAND) return t('catalogue.rules.brand')
    if (scope === store.value.id) return named(store.value)
    return treatmentNames.value.get(scope) ?? t('catalogue.rules.otherStore')
  }
  return {
    rows,
    treatmentNames,
    held,
    told,
    scopeName,
    ruleName: (name: RuleName): string => t(`catalogue.rules.names.${name}`),
    moment: (at: string): string => `${dayOf(at)} ${clockOf(at)}`,
  }
}
export type KnownRules = ReturnType<typeof useRules>
