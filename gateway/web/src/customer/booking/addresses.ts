import { computed } from 'vue'
import { api, got, type Shape } from '@/shared/api/client'
import { isRefused } from '@/shared/api/refusals'
import { newKey } from '@/shared/keys'
import { useLoaded } from '@/shared/load'
import { useSession } from '@/shared/session'
import type { Address } from './draft'

type Archive = Shape<'Customer'>
const MOST = 10
const PATIENCE_MS = [200, 400, 800]

/** The addresses somebody's visits went to before, the usual one first; none for who has not signed in. */
export function useAddresses() {
  const session = useSession()
  const loaded = useLoaded(async () => {
    await session.whenKnown()
    const id = session.account?.id
    return id ? ((await archiveOf(id)).addresses ?? []) : []
  }, [() => session.account?.id])
  return { ...loaded, addresses: computed(() => loaded.data.value ?? []) }
}

/** Keeps an address for the next time, as the one proposed first. */
export async function keepAddress(account: string, address: Address): Promise<void> {
  try {
    await put(account, address)
  } catch (problem) {
    if (!isRefused(problem, 'version_conflict')) throw problem
    await put(account, address) // changed on another device meanwhile
  }
}

async function put(account: string, address: Address): Promise<void> {
  const { addresses = [], version = 0 } = await archiveOf(account)
  const others = addresses.filter((one) => one.text !== address.text)
  const known = addresses.find((one) => one.text === address.text)
  const body = { version, addresses: [{ ...known, ...address }, ...others].slice(0, MOST) }
  const params = { path: { customer_id: account }, header: { 'Idempotency-Key': newKey() } }
  await got(api.PATCH('/api/v1/customers/{customer_id}', { params, body }))
}

/** An account made a moment ago has its archive a moment later. */
async function archiveOf(account: string): Promise<Archive> {
  const ask = () => got(api.GET('/api/v1/customers/{customer_id}', { params: { path: { customer_id: account } } }))
  for (const wait of PATIENCE_MS) {
    try {
      return await ask()
    } catch (problem) {
      if (!isRefused(problem) || problem.status !== 404) throw problem
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  return ask()
}
