import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, got, type Shape } from './api/client'
import { isRefused } from './api/refusals'
import { csrf, SESSION_ENDED } from './api/signing'
import { reopenLive } from './live'

export type Role = 'customer' | 'technician' | 'receptionist' | 'store_manager' | 'platform_admin'

/** How somebody shows who they are: by a code sent to the phone, or by a password. */
export type Credentials =
  { grant: 'otp'; phone: string; code: string } | { grant: 'password'; login: string; password: string }

/** Who is signed in on this device. */
export const useSession = defineStore('session', () => {
  const account = ref<Shape<'Account'> | null>(null)
  addEventListener(SESSION_ENDED, () => (account.value = null))
  const isSignedIn = computed(() => account.value !== null)
  const has = (...roles: Role[]): boolean => roles.some((role) => account.value?.roles.includes(role))

  /** Known once the first look has been taken; it never fails: who cannot be asked for is nobody for now. */
  let known: Promise<void> = Promise.resolve()
  const begin = (): void => void (known = load().catch(() => undefined))
  const whenKnown = (): Promise<void> => known

  /** Reads who it is; somebody whose session is over is nobody. */
  async function load(): Promise<void> {
    if (!csrf()) return
    try {
      account.value = await got(api.GET('/api/v1/me'))
    } catch (error) {
      if (!isRefused(error, 'not_signed_in', 'token_expired', 'session_ended')) throw error
      account.value = null
    }
  }

  async function signIn(credentials: Credentials): Promise<void> {
    await got(api.POST('/api/v1/auth/sessions', { body: { ...credentials, cookies: true } }))
    account.value = await got(api.GET('/api/v1/me'))
    reopenLive()
  }

  async function signOut(): Promise<void> {
    await got(api.DELETE('/api/v1/auth/sessions/current'))
    account.value = null
    reopenLive()
  }

  return { account, isSignedIn, has, begin, whenKnown, load, signIn, signOut }
})
