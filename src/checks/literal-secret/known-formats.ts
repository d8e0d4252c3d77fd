/** Tokens and keys that can be told by how they look, whatever stands before them. */

const formats: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a signed token (JWT)", /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{5,}/],
  ["an AWS access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/],
  ["a GitLab token", /\bglpat-[\w-]{20,}/],
  ["a Slack token", /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ["a Stripe key", /\b(?:[rs]k_(?:live|test)|whsec)_[A-Za-z0-9]{8,}/],
  ["a Google key", /\b(?:AIza[\w-]{30,}|GOCSPX-[\w-]{20,}|ya29\.[\w-]{20,})/],
  ["a SendGrid key", /\bSG\.[\w-]{16,}\.[\w-]{16,}/],
  ["a Twilio key", /\bSK[0-9a-f]{32}\b/],
  ["a Mailgun key", /\bkey-[0-9a-f]{32}\b/],
  ["a Shopify token", /\bshp(?:at|ca|pa|ss)_[0-9A-Fa-f]{16,}/],
  ["an npm token", /\bnpm_[A-Za-z0-9]{30,}/],
  ["a PyPI token", /\bpypi-AgEI[\w-]{20,}/],
  ["a DigitalOcean token", /\bdo[oprt]_v1_[0-9a-f]{32,}/],
  ["a Telegram bot's token", /\b\d{8,10}:[\w-]{35}\b/],
  ["a secret key", /\bsk-(?:[a-z]+-)*[A-Za-z0-9_]{20,}/],
  ["a password in an address", /\bhttps?:\/\/[^\s/:@{]*:[^\s/:@{]+@/],
];

/** Something of every format: few texts have it, and only those are looked at closely. */
export const hint =
  /BEGIN |eyJ|A[KS]IA|gh[pousr]_|github_pat_|glpat-|xox|k_(?:live|test)_|whsec_|AIza|GOCSPX-|ya29\.|SG\.|SK[0-9a-f]{8}|key-[0-9a-f]|shp[acs]|npm_|pypi-|_v1_|sk-|:(?:\/\/[^/]*@|[\w-]{10})/;

/** What kind of secret stands in a text; null: none that can be told. */
export function knownSecret(text: string): string | null {
  if (!hint.test(text)) return null;
  return formats.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
