import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { api, got, type Shape } from '@/shared/api/client'
import { now } from '@/shared/clock'
import { useSession } from '@/shared/session'
import { dayOf, instantAt, offsetIn } from '@/shared/times'

/** The technician who is signed in, and the stores they work in. */
export const useMe = defineStore('me', () => {
  const session = useSession()
  const technician = shallowRef<Shape<'Technician'>>()
  const stores = shallowRef<Shape<'Store'>[]>([])
  const id = computed(() => session.account?.technician_id ?? '')
  /** The clock they live by: their (first) store's. */
  const timezone = computed(() => stores.value[0]?.timezone ?? 'Asia/Shanghai')

  /** Asks once per person; later calls answer at once. */
  async function load(): Promise<void> {
    if (technician.value?.id === id.value) return
    const path = { technician_id: id.value }
    const [who, all] = await Promise.all([
      got(api.GET('/api/v1/technicians/{technician_id}', { params: { path } })),
      got(api.GET('/api/v1/stores', { params: { query: { limit: 100 } } })),
    ])
    stores.value = all.items.filter((store) => who.stores.includes(store.id))
    technician.value = who
  }

  const offsetAt = (ms: number): string => offsetIn(timezone.value, ms)
  /** The present as the store's clock tells it. */
  const nowThere = (): string => instantAt(now(), offsetAt(now()))
  const today = (): string => dayOf(nowThere())
  const storeOf = (storeId: string) => stores.value.find((store) => store.id === storeId)

  return { technician, stores, id, timezone, load, offsetAt, nowThere, today, storeOf }
})
