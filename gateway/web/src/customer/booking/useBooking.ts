import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { find } from '../catalog/catalog'
import { sortedFrom, useNear } from '../catalog/near'
import type { Question } from './availability'
import { draft } from './draft'
import { canGive, lastStore, sellers, useShop, worksIn } from './shop'
import { queryOf, wishFrom, type Wish } from './wish'

/** What the address of the page wishes for, found in the shop; and the question for its free times. */
export function useBooking() {
  const route = useRoute()
  const router = useRouter()
  const shop = useShop()
  const { point: here } = useNear()

  const wish = computed(() => wishFrom(route.query))
  const treatment = computed(() => find(shop.treatments.value, wish.value.treatment))
  const places = computed(() => treatment.value?.places ?? ['store'])
  const isAtHome = computed(
    () => places.value.includes('home') && (wish.value.place === 'home' || places.value.length === 1),
  )
  const able = computed(() => {
    const wanted = treatment.value
    return wanted ? shop.technicians.value.filter((one) => canGive(one, wanted, isAtHome.value)) : []
  })
  const origin = computed(() => (isAtHome.value ? draft.address : here.value))
  const stores = computed(() => sortedFrom(origin.value, sellers(shop.stores.value, able.value)))
  const wanted = computed(() => find(able.value, wish.value.technician))
  const store = computed(() => {
    const named = find(stores.value, wish.value.store)
    const works = stores.value.find((one) => wanted.value && worksIn(wanted.value, one))
    const last = origin.value ? undefined : find(stores.value, lastStore())
    return named ?? works ?? last ?? stores.value[0]
  })
  const people = computed(() => able.value.filter((one) => worksIn(one, store.value)))
  /** Nobody in particular, where the one asked for does not work in that store. */
  const technician = computed(() => people.value.find((one) => one.id === wanted.value?.id))
  const party = computed(() => wish.value.party || (treatment.value?.party_size ?? 1))
  const addons = computed(() => (treatment.value?.addons ?? []).filter((one) => wish.value.addons.includes(one.slug)))

  const question = computed<Question | null>(() => {
    const address = isAtHome.value ? draft.address : null
    if (!treatment.value || !store.value || (isAtHome.value && !address)) return null
    return {
      store_id: store.value.id,
      treatment_id: treatment.value.id,
      technician_id: technician.value?.id,
      party_size: wish.value.party || undefined,
      addons: addons.value.map((one) => one.slug).join(',') || undefined,
      ...(address ? { place: 'home' as const, lng: address.lng, lat: address.lat } : {}),
    }
  })

  /** What is chosen goes into the address, beside what was; a start that was chosen for something else does not. */
  function change(part: Partial<Wish>): void {
    void router.replace({ query: queryOf({ ...wish.value, at: '', ...part }) })
  }

  return { shop, wish, treatment, places, isAtHome, stores, store, people, technician, party, addons, question, change }
}

export type Booking = ReturnType<typeof useBooking>
