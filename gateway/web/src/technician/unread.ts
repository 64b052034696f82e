import { defineStore } from 'pinia'
import { ref } from 'vue'
import { api, got } from '@/shared/api/client'

/** How many messages nobody has read yet: for the badge. */
export const useUnread = defineStore('unread', () => {
  const count = ref(0)

  async function load(): Promise<void> {
    const { unread_count } = await got(api.GET('/api/v1/notifications', { params: { query: { limit: 1 } } }))
    count.value = unread_count
  }

  return { count, load }
})
