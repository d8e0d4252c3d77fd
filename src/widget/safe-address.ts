/** Which addresses the widget follows or loads: what a business writes may have come from an API, and so from anybody. */

/** The address of a link, or null where its scheme could run something. */
export function linkAddress(address: string): string | null {
  return /^(?:https?:\/\/|mailto:|tel:)/i.test(address) ? address : null;
}

/** The address of a picture or file: the platform's own by its path, or a whole http(s) address; else null. */
export function fileAddress(platform: string, address: string): string | null {
  if (/^\/(?![/\\])/.test(address)) return `${platform}${address}`;
  return /^https?:\/\//i.test(address) ? address : null;
}
