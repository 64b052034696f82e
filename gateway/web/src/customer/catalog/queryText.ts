import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A value of the page's address: `?name=`; empty where it is not said. */
export function useQueryText(name: string): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  const { path } = route
  let last = ''
  return computed({
    get() {
      const value = route.query[name]
      // While the next page opens the address is its own already: this page stays as it is.
      if (route.path === path) last = (Array.isArray(value) ? value[0] : value) ?? ''
      return last
    },
    set(text) {
      void router.replace({ path, query: { ...route.query, [name]: text || undefined } })
    },
  })
}
