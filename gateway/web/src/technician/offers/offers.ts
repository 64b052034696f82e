import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { api, got } from '@/shared/api/client'
import { now } from '@/shared/clock'
import type { Visit } from '../day/timeline'
import { waiting } from './waiting'

const key = (offer: Visit): string => `${offer.id} ${offer.answer_by}`

/** The orders that wait for this technician's yes or no, the most urgent first. */
export const useOffers = defineStore('offers', () => {
  const items = shallowRef<Visit[]>([])
  const error = shallowRef<unknown>(null)
  /** Asked about and put off: they neither open the sheet again by themselves nor ring. */
  const putOff = ref(new Set<string>())
  const isOpen = ref(false)
  const fresh = computed(() => items.value.filter((offer) => !putOff.value.has(key(offer))))

  async function load(): Promise<void> {
    try {
      const query = { status: 'pending_acceptance', limit: 100 }
      const found = await got(api.GET('/api/v1/appointments', { params: { query } }))
      items.value = waiting(found.items, now())
      error.value = null
    } catch (problem) {
      error.value = problem
    }
    if (fresh.value.length > 0) isOpen.value = true
    if (items.value.length === 0) isOpen.value = false
  }

  /** Somebody else sits down at this device. */
  function forget(): void {
    items.value = []
    putOff.value = new Set()
    isOpen.value = false
  }

  /** One is answered, or its time is over. */
  function drop(id: string): void {
    items.value = items.value.filter((offer) => offer.id !== id)
    if (items.value.length === 0) isOpen.value = false
  }

  function putAllOff(): void {
    for (const offer of items.value) putOff.value.add(key(offer))
    isOpen.value = false
  }

  return { items, fresh, error, isOpen, load, drop, forget, putAllOff }
})
