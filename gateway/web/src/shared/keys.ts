/** A fresh Idempotency-Key: made once for what a person means to do, and kept over retries of it. */
export function newKey(): string {
  // `randomUUID` exists in secure contexts only; a shop may try the product over plain HTTP in its own network.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
