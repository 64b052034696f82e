import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/shared/session'

/** What the desk is divided into, in the order of the navigation. An area shows once it has a page. */
export const AREAS = [
  'board',
  'rosters',
  'dispatch',
  'customers',
  'inbox',
  'faq',
  'deliveries',
  'catalogue',
  'dashboard',
] as const
export type Area = (typeof AREAS)[number]

export const STAFF: readonly Role[] = ['receptionist', 'store_manager', 'platform_admin']
export const MANAGERS: readonly Role[] = ['store_manager', 'platform_admin']
export const PLATFORM: readonly Role[] = ['platform_admin']

/** What a page says of itself: its area, who may use it, and its title as a key of the texts. */
export interface PageMeta extends Record<string, unknown> {
  area: Area
  roles: readonly Role[]
  title: string
}

/** An area's pages, first the one that the navigation leads to. A page's own `meta` may narrow `roles` or name it. */
export function area(name: Area, roles: readonly Role[], pages: RouteRecordRaw[]): RouteRecordRaw[] {
  return pages.map((page) => ({ ...page, meta: { area: name, roles, title: `${name}.title`, ...page.meta } }))
}

/** The meta of a page that belongs to an area; null for those that anybody sees. */
export const pageMeta = (meta: object): PageMeta | null => ('area' in meta ? (meta as PageMeta) : null)

export interface Entry {
  area: Area
  path: string
  title: string
}

/** The navigation of somebody: of each area its first page, where they may use it. */
export function entriesFor(routes: readonly RouteRecordRaw[], may: (role: Role) => boolean): Entry[] {
  return AREAS.flatMap((name) => {
    const first = routes.find((route) => pageMeta(route.meta ?? {})?.area === name)
    const meta = first && pageMeta(first.meta ?? {})
    if (!first || !meta?.roles.some(may)) return []
    return [{ area: name, path: first.path, title: `${name}.title` }]
  })
}
