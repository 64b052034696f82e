import { computed, type Ref } from 'vue'
import { api, got } from '@/shared/api/client'
import { allOf } from '@/shared/lists'
import { useLoaded } from '@/shared/load'
import { useNamed } from '../named'
import type { Period } from './periods'

/** The figures of a period, of one store or (`undefined`) of all that one manages; each part is asked for by itself. */
export function useFigures(period: Ref<Period>, storeId: Ref<string | undefined>) {
  const query = computed(() => ({ ...period.value, ...(storeId.value ? { store_id: storeId.value } : {}) }))
  const asked = [() => JSON.stringify(query.value)] // the address has more in it than is asked for here
  const bookings = useLoaded(() => got(api.GET('/api/v1/figures/bookings', { params: { query: query.value } })), asked)
  const use = useLoaded(() => got(api.GET('/api/v1/figures/utilisation', { params: { query: query.value } })), asked)
  const chat = useLoaded(() => got(api.GET('/api/v1/chat/figures', { params: { query: query.value } })), asked)
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
