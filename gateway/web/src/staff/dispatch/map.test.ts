import { describe, expect, it } from 'vitest'
import { drawn, framed, WIDTH, type Day } from './map'

const SHOP = { lng: 121.4365, lat: 31.1955 }
const way = { km: 2, minutes: 10 }
const visit = (id: string, point: { lng: number; lat: number }, place: 'home' | 'store' = 'home') => ({
  appointment_id: id,
  at_risk: false,
  starts_at: '2026-11-19T11:00:00+08:00',
  ends_at: '2026-11-19T12:00:00+08:00',
  expected_starts_at: '2026-11-19T11:00:00+08:00',
  expected_ends_at: '2026-11-19T12:00:00+08:00',
  late_minutes: 0,
  place,
  point,
  way,
})
const lane = (id: string, visits: ReturnType<typeof visit>[]) => ({
  technician_id: id,
  name: id,
  base: SHOP,
  delay_minutes: 0,
  shifts: [],
  visits,
  way_home: way,
})

function day(changes: Partial<Day> = {}): Day {
  return {
    date: '2026-11-19',
    store_id: 'sto-1',
    timezone: 'Asia/Shanghai',
    tolerance_minutes: 0,
    technicians: [],
    unassigned: [],
    figures: { late_minutes: 0, lost: 0, travel_km: 0, travel_minutes: 0 },
    ...changes,
  }
}

describe('the schematic map', () => {
  it('keeps every place inside the drawing, north up', () => {
    const places = [SHOP, { lng: 121.5, lat: 31.3 }, { lng: 121.3, lat: 31.1 }]
    const { height, spotOf } = framed(places)
    const spots = places.map(spotOf)
    for (const { x, y } of spots) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(WIDTH)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(height)
    }
    expect(spots[1]!.y).toBeLessThan(spots[0]!.y)
  })

  it('puts a single place into the middle', () => {
    const { height, spotOf } = framed([SHOP])
    expect(spotOf(SHOP)).toEqual({ x: WIDTH / 2, y: height / 2 })
  })

  it('is as high as its places ask for', () => {
    const [west, north] = [
      { lng: 121.3, lat: 31.19 },
      { lng: 121.44, lat: 31.4 },
    ]
    expect(framed([SHOP, west]).height).toBeLessThan(framed([SHOP, north]).height)
    expect(framed([]).height).toBeGreaterThan(0)
  })

  it('draws who goes out, from the base through each visit and back; not who stays', () => {
    const out = lane('out', [visit('a', { lng: 121.45, lat: 31.21 }), visit('b', { lng: 121.42, lat: 31.18 })])
    const stays = lane('stays', [visit('c', SHOP, 'store')])

    const { routes } = drawn(day({ technicians: [out, stays] }))

    expect(routes.map((route) => route.technicianId)).toEqual(['out'])
    expect(routes[0]!.line.split(' ')).toHaveLength(4)
    expect(routes[0]!.stops.map((stop) => stop.number)).toEqual([1, 2])
  })

  it('shows who nobody goes to yet, and survives a visit without a place', () => {
    const nowhere = { ...visit('d', SHOP), point: null }
    const { open } = drawn(day({ unassigned: [visit('e', SHOP), nowhere] }))
    expect(open.map((stop) => stop.appointmentId)).toEqual(['e'])
  })
})
