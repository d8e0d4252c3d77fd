/** Whether a text stays what it is in a database: no zero byte, and no half of a pair of surrogates. */
export function isKept(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
