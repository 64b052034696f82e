import { expect, it } from 'vitest'
import type { RouteRecordRaw } from 'vue-router'
import { area, entriesFor, MANAGERS, STAFF } from './areas'

const page = (path: string): RouteRecordRaw => ({ path, redirect: '/' })
const routes = [
  ...area('dashboard', MANAGERS, [page('/dashboard')]),
  ...area('board', STAFF, [page('/board'), page('/board/print')]),
]
const paths = (...roles: string[]) => entriesFor(routes, (role) => roles.includes(role)).map((entry) => entry.path)

it('lists an area once it has a page, in the order of the desk, by its first page', () => {
  expect(paths('store_manager')).toEqual(['/board', '/dashboard'])
})

it('leaves out what the role may not use', () => {
  expect(paths('receptionist')).toEqual(['/board'])
  expect(paths('technician')).toEqual([])
})
