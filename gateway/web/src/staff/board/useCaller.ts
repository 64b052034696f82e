import { computed, type Ref } from 'vue'
import { api, got, type Shape } from '@/shared/api/client'
import { useLoaded } from '@/shared/load'

const NOT_OF_A_NUMBER = /[^\d+]/g
/** As short as a landline's and as long as numbers get: the API judges which of them exist. */
const PERHAPS_WHOLE = /^\+?\d{7,15}$/
/** A mainland mobile that is still being typed would be asked for at each of its digits. */
const MOBILE_BEGUN = /^((\+|00)86)?1\d{0,9}$/

export const isPerhapsWhole = (digits: string): boolean => PERHAPS_WHOLE.test(digits) && !MOBILE_BEGUN.test(digits)

/** Who is known by that number; null for nobody. */
async function customerOf(phone: string): Promise<Shape<'Customer'> | null> {
  const found = await got(api.GET('/api/v1/customers', { params: { query: { q: phone } } }))
  return found.items[0] ?? null
}

/**
 * Who calls: the archive found by a phone number; `isNew` where the shop does not know it. An answer is taken for the
 * number it was asked for alone, since a visit is booked on it.
 */
export function useCaller(phone: Ref<string>) {
  const digits = computed(() => phone.value.replaceAll(NOT_OF_A_NUMBER, ''))
  const asked = computed(() => (isPerhapsWhole(digits.value) ? digits.value : ''))
  const found = useLoaded(async () => {
    const number = asked.value
    return { number, customer: number ? await customerOf(number) : null }
  }, [asked])

  const isAnswered = computed(() => asked.value !== '' && found.data.value?.number === asked.value)
  const customer = computed(() => (isAnswered.value ? (found.data.value?.customer ?? null) : null))
  const isSearching = computed(() => asked.value !== '' && !isAnswered.value && found.isLoading.value)
  const trouble = computed(() => (isAnswered.value || isSearching.value ? null : found.error.value))
  const isNew = computed(() => isAnswered.value && !customer.value)
  return { digits, isAnswered, customer, isNew, isSearching, trouble, searchAgain: found.reload }
}
