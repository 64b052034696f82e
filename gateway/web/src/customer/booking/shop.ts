import { computed } from 'vue'
import { useLoaded } from '@/shared/load'
import { remember, remembered } from '@/shared/remembered'
import {
  allStores,
  allTechnicians,
  allTreatments,
  givenBy,
  type Store,
  type Technician,
  type Treatment,
} from '../catalog/catalog'

const LAST_STORE = 'store'

/** What booking needs to know of the shop: some dozen kilobytes, asked for once. */
export function useShop() {
  const loaded = useLoaded(async () => {
    const [stores, treatments, technicians] = await Promise.all([allStores(), allTreatments(), allTechnicians()])
    return { stores, treatments, technicians }
  })
  const stores = computed(() => loaded.data.value?.stores ?? [])
  const treatments = computed(() => loaded.data.value?.treatments ?? [])
  const technicians = computed(() => loaded.data.value?.technicians ?? [])
  return { ...loaded, stores, treatments, technicians }
}

/** Whether somebody could give a treatment at a place; the shop's own rules decide when it is asked for times. */
export const canGive = (technician: Technician, treatment: Treatment, isAtHome: boolean): boolean =>
  givenBy(technician, [treatment]).length > 0 && (!isAtHome || technician.home_visits === true)

export const worksIn = (technician: Technician, store: Store | undefined): boolean =>
  store !== undefined && (technician.stores as readonly unknown[]).includes(store.id)

/** Those stores where somebody can give it. */
export const sellers = (stores: readonly Store[], people: readonly Technician[]): Store[] =>
  stores.filter((store) => people.some((one) => worksIn(one, store)))

export const lastStore = (): string => remembered(LAST_STORE) ?? ''
export const rememberStore = (id: string): void => remember(LAST_STORE, id)
