import { ref } from 'vue'

const KEPT = 'staff.chat.seen'
const MOST = 200

function remembered(): Record<string, number> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Record<string, number>
  } catch {
    return {}
  }
}

/** Of each conversation the last turn that was seen on this device. */
export const seen = ref<Readonly<Record<string, number>>>(remembered())

export function wasSeen(id: string, turn: number): void {
  if ((seen.value[id] ?? 0) >= turn) return
  const others = Object.entries(seen.value).filter(([known]) => known !== id)
  seen.value = Object.fromEntries([...others.slice(1 - MOST), [id, turn]])
  localStorage.setItem(KEPT, JSON.stringify(seen.value))
}
