import { computed, ref, type Ref } from 'vue'
import { api, got } from '@/shared/api/client'
import { useLoaded } from '@/shared/load'

const WHOLE_NUMBER = /^(\+?86)?1\d{10}$/

/** Who calls: the archive found by a whole phone number; `isNew` where the shop does not know it. */
export function useCaller(phone: Ref<string>) {
  const digits = computed(() => phone.value.replaceAll(/[\s-]/g, ''))
  const isWhole = computed(() => WHOLE_NUMBER.test(digits.value))
  const asked = computed(() => (isWhole.value ? digits.value : ''))
  const found = useLoaded(
    async () =>
      asked.value
        ? ((await got(api.GET('/api/v1/customers', { params: { query: { q: asked.value } } }))).items[0] ?? null)
        : null,
    [asked],
  )
  const customer = computed(() => (asked.value ? (found.data.value ?? null) : null))
  const isNew = computed(() => asked.value !== '' && !found.isLoading.value && !customer.value && !found.error.value)
  return { digits, isWhole, customer, isNew, isSearching: found.isLoading, name: ref('') }
}
