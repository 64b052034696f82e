import { computed, ref, shallowRef, type Ref } from 'vue'
import { useAction } from './action'
import { api, got, type Shape } from './api/client'
import { now } from './clock'
import { useLive } from './live'
import { useLoaded } from './load'
import { useSession } from './session'
import { instantAt } from './times'

export type Notification = Shape<'Notification'>
const PER_PAGE = 20
const unread = ref(0)

const asked = (limit: number, cursor?: string) =>
  got(api.GET('/api/v1/notifications', { params: { query: { limit, cursor } } }))

/** Calls `again` when a notification has come, or may have. */
function onNews(again: () => void): void {
  useLive((kind) => {
    if (kind === 'notification' || kind === 'resync') again()
  })
}

/** How many notifications have not been read; kept up to date while somebody looks. */
export function useUnread(): Ref<number> {
  const session = useSession()

  async function count(): Promise<void> {
    await session.whenKnown()
    if (!session.isSignedIn) return void (unread.value = 0)
    try {
      unread.value = (await asked(1)).unread_count
    } catch {
      // A badge that cannot be counted stays as it was; the page of notifications tells what is wrong.
    }
  }

  onNews(() => void count())
  void count()
  return unread
}

/** One's notifications, the newest first, some at a time; kept up to date while they are shown. */
export function useInbox() {
  const items = shallowRef<readonly Notification[]>([])
  const cursor = ref<string | null>()

  const { error, isFirst, reload } = useLoaded(async () => {
    const newest = await asked(PER_PAGE)
    const known = new Set(newest.items.map((one) => one.id))
    const older = items.value.filter((one) => !known.has(one.id))
    if (older.length === 0) cursor.value = newest.next_cursor
    items.value = [...newest.items, ...older]
    unread.value = newest.unread_count
    return true
  })
  onNews(() => void reload())

  const more = useAction(async () => {
    const page = await asked(PER_PAGE, cursor.value ?? undefined)
    items.value = [...items.value, ...page.items]
    cursor.value = page.next_cursor
  })
  const reading = useAction(async (key, id: string) => {
    const params = { path: { notification_id: id }, header: { 'Idempotency-Key': key } }
    const read = await got(api.POST('/api/v1/notifications/{notification_id}/read', { params }))
    items.value = items.value.map((one) => (one.id === id ? read : one))
    unread.value = Math.max(0, unread.value - 1)
  })
  const readingAll = useAction(async (key) => {
    const params = { header: { 'Idempotency-Key': key } }
    const { unread_count } = await got(api.POST('/api/v1/notifications/read-all', { params }))
    items.value = items.value.map((one) => (one.read_at ? one : { ...one, read_at: instantAt(now()) }))
    unread.value = unread_count
  })

  return {
    items,
    hasMore: computed(() => Boolean(cursor.value)),
    unread,
    error,
    isFirst,
    reload,
    more,
    reading,
    readingAll,
  }
}
