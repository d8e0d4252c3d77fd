/** Values that are secrets because of what they are called, and because they look like nothing else. */

/** Keys whose value is a secret, whatever it looks like, unless it is an everyday word. */
const secretKeys =
  /^(?:x[-_])?(?:[a-z0-9]+[-_])*(?:password|passwd|passphrase|secret|api[-_]?key|apikey|secret[-_]?key|private[-_]?key|access[-_]?key|auth[-_]?key|signing[-_]?key|subscription[-_]?key|client[-_]?secret|access[-_]?token|auth[-_]?token|api[-_]?token|bearer)$/i;

/** Keys whose value may as well be something else: only what looks random is a secret. */
const tokenKeys = /^(?:x[-_])?(?:[a-z0-9]+[-_])*(?:token|key|signature|credentials?)$/i;

/**
 * The end of every such key, with what follows a key of a file or of an address: few files have it. A step's own
 * `idempotency_key` is what many have, and no secret: one that is sent looks random.
 */
export const nameHint =
  /(?:passw(?:or)?d|passphrase|secret|(?<!\bidempotency_)key|token|bearer|authorization|signature|credentials?)[\s"'\\]*[:=]|\bidempotency_key[\s"'\\]*[:=](?:[\s"'|>]*[\w+/=.-]{16}|\s*[#&!|>])/i;

const placeholders =
  /^(?:x+|\*+|\.+|-+|<.*>|\[.*\]|\$\{.*\}|%.*%|your[-_ ].*|change[-_ ]?me|example|sample|dummy|placeholder|redacted)$/i;

/** Whether `value` under `key` is a secret that was written out. */
export function isNamedSecret(key: string, value: string): boolean {
  const said = value.trim();
  if (said.includes("{{") || placeholders.test(said)) return false;
  if (/^(?:proxy[-_])?authorization$/i.test(key)) {
    const credentials = /^(?:bearer|basic|token|apikey|digest)\s+(\S.*)$/i.exec(said)?.[1] ?? said;
    return credentials.length >= 3 && !placeholders.test(credentials);
  }
  if (secretKeys.test(key)) return said.length >= 6 && !isWords(said);
  return tokenKeys.test(key) && said.length >= 16 && looksRandom(said);
}

/** `reset-password`, `required`, `SHOP_API_TOKEN`: words, or the name of something. */
function isWords(value: string): boolean {
  return (
    /\s/.test(value) ||
    /^[a-z]+(?:[-_.][a-z]+)*$/.test(value) ||
    /^[A-Z][a-z]*$/.test(value) ||
    /^[A-Z][A-Z0-9_]*$/.test(value)
  );
}

/** Letters and digits in no order that words have. */
function looksRandom(value: string): boolean {
  if (!/^[\w+/=.-]+$/.test(value) || !/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return false;
  return entropy(value) >= 3.2;
}

/** Shannon's, in bits a letter. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const letter of value) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}
