import type { Shape } from '@/shared/api/client'

export type Day = Shape<'Dispatch'>
export type DispatchedLane = Shape<'DispatchLane'>
export interface Place {
  lng: number
  lat: number
}
/** A position in the drawing, in its own units. */
export interface Spot {
  x: number
  y: number
}

export const WIDTH = 600
const LOW = 160
const HIGH = 320
const MARGIN = 32

/** A drawing no higher than its places ask for. */
export interface Frame {
  height: number
  spotOf: (place: Place) => Spot
}

/**
 * Places onto a drawing: equirectangular, north up, so that a kilometre is as long in both directions. A single place
 * lies in the middle.
 */
export function framed(places: readonly Place[]): Frame {
  const middle = { lng: midOf(places.map(({ lng }) => lng)), lat: midOf(places.map(({ lat }) => lat)) }
  const shrink = Math.cos((middle.lat * Math.PI) / 180)
  const reach = (values: number[], at: number): number =>
    Math.max(0.002, ...values.map((value) => Math.abs(value - at)))
  const east =
    reach(
      places.map(({ lng }) => lng),
      middle.lng,
    ) * shrink
  const north = reach(
    places.map(({ lat }) => lat),
    middle.lat,
  )
  const scale = Math.min((WIDTH / 2 - MARGIN) / east, (HIGH / 2 - MARGIN) / north)
  const height = Math.max(LOW, round(2 * (north * scale + MARGIN)))
  const spotOf = ({ lng, lat }: Place): Spot => ({
    x: round(WIDTH / 2 + (lng - middle.lng) * shrink * scale),
    y: round(height / 2 - (lat - middle.lat) * scale),
  })
  return { height, spotOf }
}

const midOf = (values: readonly number[]): number =>
  values.length ? (Math.min(...values) + Math.max(...values)) / 2 : 0
const round = (value: number): number => Math.round(value * 10) / 10

export interface Stop extends Spot {
  appointmentId: string
  /** Its place in the technician's day, from 1. */
  number: number
  isAtRisk: boolean
}

export interface Route {
  technicianId: string
  name: string
  /** Home base, then each visit in order, then back: for an SVG polyline. */
  line: string
  base: Spot | null
  stops: Stop[]
}

/** What the day looks like from above: a route for each technician who goes to somebody's home. */
export function drawn(day: Day): { height: number; routes: Route[]; open: Stop[] } {
  const ways = day.technicians.filter((lane) => lane.visits.some((visit) => visit.place === 'home'))
  const places = [...ways.flatMap((lane) => [lane.base, ...lane.visits.map(pointOf)]), ...day.unassigned.map(pointOf)]
  const { height, spotOf } = framed(places.filter(isPlace))
  const stopOf = (visit: { appointment_id: string; at_risk?: boolean }, place: Place, at: number): Stop => ({
    ...spotOf(place),
    appointmentId: visit.appointment_id,
    number: at + 1,
    isAtRisk: visit.at_risk ?? false,
  })
  return {
    height,
    routes: ways.map((lane) => routeOf(lane, spotOf, stopOf)),
    open: day.unassigned.flatMap((visit, at) => {
      const place = pointOf(visit)
      return isPlace(place) ? [stopOf(visit, place, at)] : []
    }),
  }
}

function routeOf(
  lane: DispatchedLane,
  spotOf: Frame['spotOf'],
  stopOf: (visit: DispatchedLane['visits'][number], place: Place, at: number) => Stop,
): Route {
  const stops = lane.visits.flatMap((visit, at) => {
    const place = pointOf(visit)
    return isPlace(place) ? [stopOf(visit, place, at)] : []
  })
  const base = isPlace(lane.base) ? [spotOf(lane.base)] : []
  const line = [...base, ...stops, ...base].map(({ x, y }) => `${x},${y}`).join(' ')
  return { technicianId: lane.technician_id, name: lane.name ?? '', line, base: base[0] ?? null, stops }
}

const pointOf = (visit: { point?: Place | null }): Place | null | undefined => visit.point
const isPlace = (place: Place | null | undefined): place is Place => place !== null && place !== undefined
