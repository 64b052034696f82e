import { ref } from 'vue'
import { remember, remembered } from '@/shared/remembered'

const KEPT = 'staff.chat.seen'
const MOST = 200

function asKept(): Record<string, number> {
  try {
    return JSON.parse(remembered(KEPT) ?? '{}') as Record<string, number>
  } catch {
    return {}
  }
}

/** Of each conversation the last turn that was seen on this device. */
export const seen = ref<Readonly<Record<string, number>>>(asKept())

export function wasSeen(id: string, turn: number): void {
  if ((seen.value[id] ?? 0) >= turn) return
  const others = Object.entries(seen.value).filter(([known]) => known !== id)
  seen.value = Object.fromEntries([...others.slice(1 - MOST), [id, turn]])
  remember(KEPT, JSON.stringify(seen.value))
}
