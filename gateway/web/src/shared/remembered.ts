// What a device remembers is a convenience: where storage is full or forbidden, it forgets, and everything still works.

/** A place on the device by name: what stands there, or null. */
export function remembered(name: string, where: () => Storage = () => localStorage): string | null {
  try {
    return where().getItem(name)
  } catch {
    return null
  }
}

/** Keeps it on the device; null forgets it. */
export function remember(name: string, what: string | null, where: () => Storage = () => localStorage): void {
  try {
    if (what === null) where().removeItem(name)
    else where().setItem(name, what)
  } catch {
    // Nothing is kept.
  }
}
