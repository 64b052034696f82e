/** What the API refused (RFC 9457): branch on `code`; `detail` is already in the reader's language. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    /** What is wrong with each field of the request. */
    readonly fields: Readonly<Record<string, readonly string[]>> = {},
    /** What the problem tells beside (such as `nearest` times). */
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail)
    this.name = 'Refused'
  }
}

/** The gateway could not be reached at all: the device is offline, or the line is bad. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('unreachable', { cause })
    this.name = 'Unreachable'
  }
}

/** Whether a refusal of that code is what was thrown. */
export const isRefused = (error: unknown, ...codes: string[]): error is Refused =>
  error instanceof Refused && (codes.length === 0 || codes.includes(error.code))

/** Whether it may have been done all the same: only trying again, with the same key, tells. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof Refused && error.status >= 500)

/** A problem+json body as the refusal it tells. */
export function refusalOf(status: number, body: unknown): Refused {
  const { code, detail, title, errors, ...more } = (body ?? {}) as Record<string, unknown>
  const fields = (errors ?? {}) as Record<string, string[]>
  return new Refused(status, String(code ?? 'internal_error'), String(detail ?? title ?? ''), fields, more)
}
