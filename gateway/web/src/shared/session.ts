import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, got, type Shape } from './api/client'
import { isRefused } from './api/refusals'
import { csrf, SESSION_ENDED } from './api/signing'
import { closeLive, reopenLive } from './live'

export type Role = 'customer' | 'technician' | 'receptionist' | 'store_manager' | 'platform_admin'

/** How somebody shows who they are: by a code sent to the phone, or by a password. */
export type Credentials =
  { grant: 'otp'; phone: string; code: string } | { grant: 'password'; login: string; password: string }

/** Who is signed in on this device. */
export const useSession = defineStore('session', () => {
  const account = ref<Shape<'Account'> | null>(null)
  const tabs = new BroadcastChannel('session')
  tabs.addEventListener('message', () => void lookAgain())
  addEventListener(SESSION_ENDED, () => {
    if (account.value) becomes(null)
  })
  const isSignedIn = computed(() => account.value !== null)
  const has = (...roles: Role[]): boolean => roles.some((role) => account.value?.roles.includes(role))

  /** Known once the first look has been taken; it never fails: who cannot be asked for is nobody for now. */
  let known: Promise<void> = Promise.resolve()
  const begin = (): void => void (known = load().catch(() => undefined))
  const whenKnown = (): Promise<void> => known

  /** Reads who it is; somebody whose session is over is nobody. */
  async function load(): Promise<void> {
    if (!csrf()) return void (account.value = null)
    try {
      account.value = await got(api.GET('/api/v1/me'))
    } catch (error) {
      if (!isRefused(error, 'not_signed_in', 'token_expired', 'session_ended')) throw error
      account.value = null
    }
  }

  async function signIn(credentials: Credentials): Promise<void> {
    await got(api.POST('/api/v1/auth/sessions', { body: { ...credentials, cookies: true } }))
    becomes(await got(api.GET('/api/v1/me')))
  }

  async function signOut(): Promise<void> {
    closeLive() // or it would be told that its session has ended, and ask who is signed in
    try {
      await got(api.DELETE('/api/v1/auth/sessions/current'))
    } catch (problem) {
      reopenLive()
      throw problem
    }
    becomes(null)
  }

  /** Somebody else, or nobody, is signed in from now on, in all of this browser's tabs: they share the cookies. */
  function becomes(who: Shape<'Account'> | null): void {
    account.value = who
    reopenLive()
    tabs.postMessage(null)
  }

  /** Another tab says that who is signed in has changed; nothing of the one before may stay on the screen. */
  async function lookAgain(): Promise<void> {
    const before = account.value?.id
    await load().catch(() => undefined)
    if (account.value?.id === before) return
    reopenLive()
    if (!before) return
    if (account.value) location.reload()
    else dispatchEvent(new Event(SESSION_ENDED))
  }

  return { account, isSignedIn, has, begin, whenKnown, load, signIn, signOut, becomes }
})
