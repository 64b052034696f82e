export const VIEWS = ['technicians', 'beds', 'list'] as const
export type View = (typeof VIEWS)[number]

/** Pixels a minute, from the whole day at a glance to room for every word. */
export const SCALES = [0.9, 1.3, 1.8, 2.6] as const
