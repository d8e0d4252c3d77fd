/** An id that nobody else has: 128 random bits. `crypto.randomUUID` is refused on pages that are not https. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
