import { reactive, watch } from 'vue'
import type { Shape } from '@/shared/api/client'
import { remember, remembered } from '@/shared/remembered'

export type Address = Shape<'HomeAddress'>

/**
 * What is told for a booking beside what its address in the browser says: where somebody lives, whom to call and words
 * to the store stand in no address and no history. It outlives a reload, and goes with the tab.
 */
interface Draft {
  address: Address | null
  /** Whether the address is to be kept for the next time. */
  keepsAddress: boolean
  contactName: string
  contactPhone: string
  note: string
}

const KEPT = 'booking-draft'
const tab = () => sessionStorage
const empty = (): Draft => ({ address: null, keepsAddress: true, contactName: '', contactPhone: '', note: '' })

function kept(): Draft {
  try {
    return { ...empty(), ...(JSON.parse(remembered(KEPT, tab) ?? '{}') as Partial<Draft>) }
  } catch {
    return empty()
  }
}

export const draft = reactive<Draft>(kept())
watch(draft, (now) => remember(KEPT, JSON.stringify(now), tab))

/** Once it is booked, words and contact were for that booking; the address is likely wanted again. */
export function draftIsBooked(): void {
  Object.assign(draft, { ...empty(), address: draft.address })
}

/** When the person leaves. */
export const forgetDraft = (): void => void Object.assign(draft, empty())
