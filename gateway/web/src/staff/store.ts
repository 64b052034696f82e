import { computed, inject, provide, watch, type ComputedRef, type InjectionKey } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { api, type Shape } from '@/shared/api/client'
import { allOf } from '@/shared/lists'
import { useLoaded } from '@/shared/load'
import { remember, remembered } from '@/shared/remembered'
import { useSession } from '@/shared/session'
import { pageMeta } from './areas'

export type Store = Shape<'Store'>
const KEPT = 'staff.store'
const CHOSEN: InjectionKey<ComputedRef<Store>> = Symbol('store')

/** The stores of an account: those of its scope, for the platform all. */
export function storesOf(stores: readonly Store[], account: Pick<Shape<'Account'>, 'roles' | 'stores'>): Store[] {
  if (account.roles.includes('platform_admin')) return [...stores]
  return stores.filter((store) => account.stores.includes(store.id))
}

/** For the frame around the pages: the stores one may work for, and the one that all pages show. */
export function provideStore() {
  const session = useSession()
  const [route, router] = [useRoute(), useRouter()]
  const found = useLoaded(
    async () =>
      session.account
        ? storesOf(await allOf((query) => api.GET('/api/v1/stores', { params: { query } })), session.account)
        : [],
    [() => session.account?.id],
  )
  const stores = computed(() => found.data.value ?? [])
  const bySlug = (slug: unknown) => stores.value.find((store) => store.slug === slug)
  const chosen = computed(() => bySlug(route.query['store']) ?? bySlug(remembered(KEPT)) ?? stores.value[0])

  function choose(slug: string): void {
    void router.replace({ query: { ...route.query, store: slug } })
  }

  // A page of a store carries it in its address, so that a link or a second tab shows the same.
  watch(
    () => [chosen.value?.slug, route.query['store'], route.name] as const,
    ([slug, told]) => {
      if (!slug || !pageMeta(route.meta)) return
      remember(KEPT, slug)
      if (told !== slug) choose(slug)
    },
    { immediate: true },
  )
  provide(CHOSEN, chosen as ComputedRef<Store>) // pages are shown only once there is one
  return { stores, chosen, choose, found }
}

/** The store that the page is about; another one makes the page anew. */
export function useStore(): ComputedRef<Store> {
  const chosen = inject(CHOSEN)
  if (!chosen) throw new Error('outside the frame of the desk')
  return chosen
}
