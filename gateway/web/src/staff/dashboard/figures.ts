import { computed, type Ref } from 'vue'
import { api, got } from '@/shared/api/client'
import { allOf } from '@/shared/lists'
import { useLoaded } from '@/shared/load'
import { useNamed } from '../named'
import { begunOf, type Period } from './periods'

/** Figures of a whole period, and of its days until today: those to come have nothing before them to stand beside. */
export interface Beside<T> {
  whole: T
  soFar: T
}

/** The figures of a period, of one store or (`undefined`) of all that one manages; each part is asked for by itself. */
export function useFigures(period: Ref<Period>, today: string, storeId: Ref<string | undefined>) {
  const queryOf = (days: Period) => ({ ...days, ...(storeId.value ? { store_id: storeId.value } : {}) })
  async function both<T>(ask: (query: ReturnType<typeof queryOf>) => Promise<T>): Promise<Beside<T>> {
    const begun = begunOf(period.value, today)
    const [whole, soFar] = await Promise.all([ask(queryOf(period.value)), begun && ask(queryOf(begun))])
    return { whole, soFar: soFar ?? whole }
  }
  const asked = [() => JSON.stringify(queryOf(period.value))] // the address has more in it than is asked for here
  const bookings = useLoaded(
    () => both((query) => got(api.GET('/api/v1/figures/bookings', { params: { query } }))),
    asked,
  )
  const use = useLoaded(
    () => both((query) => got(api.GET('/api/v1/figures/utilisation', { params: { query } }))),
    asked,
  )
  const chat = useLoaded(() => both((query) => got(api.GET('/api/v1/chat/figures', { params: { query } }))), asked)
  const all = [bookings, use, chat]
  return {
    ...{ bookings, use, chat },
    isLoading: computed(() => all.some((one) => one.isLoading.value)),
    reload: () => Promise.all(all.map((one) => one.reload())),
  }
}

/** The names of treatments and stores by slug, as the chat's figures mention them. */
export function useSlugs() {
  const named = useNamed()
  const found = useLoaded(async () => ({
    treatment: await allOf((query) => api.GET('/api/v1/treatments', { params: { query } })),
    store: await allOf((query) => api.GET('/api/v1/stores', { params: { query } })),
  }))
  return (kind: 'treatment' | 'store', slug: string): string => {
    const known = found.data.value?.[kind].find((one) => one.slug === slug)
    return known ? named(known) : slug
  }
}
