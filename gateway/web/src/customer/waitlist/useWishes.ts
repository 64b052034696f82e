import { computed } from 'vue'
import { api, got, type Shape } from '@/shared/api/client'
import { useLive } from '@/shared/live'
import { useLoaded } from '@/shared/load'
import { useSession } from '@/shared/session'

export type Waiting = Shape<'Wish'>

/** The times somebody waits for, and what is offered to them just now. */
export function useWishes() {
  const session = useSession()
  const loaded = useLoaded(async () => {
    await session.whenKnown()
    if (!session.isSignedIn) return []
    const query = { status: 'waiting,offered', limit: 100 }
    return (await got(api.GET('/api/v1/waitlist', { params: { query } }))).items
  }, [() => session.account?.id])
  useLive((kind) => {
    if (kind === 'waitlist_offered' || kind === 'appointment_changed' || kind === 'resync') void loaded.reload()
  })
  const wishes = computed(() => loaded.data.value ?? [])
  const offered = computed(() => wishes.value.filter((one) => one.status === 'offered' && one.offer))
  const waiting = computed(() => wishes.value.filter((one) => one.status === 'waiting'))
  return { ...loaded, offered, waiting }
}
