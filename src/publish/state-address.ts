/** The address of a Pulumi backend, in which a password may stand: it is in no message and no history. */

/** What the engine knows: https is Pulumi Cloud, or a service of one's own. */
const schemes = ["https", "http", "s3", "gs", "azblob", "postgres", "postgresql", "file"];

export const backendKinds = "https:// (Pulumi Cloud), s3://, gs://, azblob://, postgres:// or file://";

/** The engine takes whatever it does not know for Pulumi Cloud's, and then asks for a token. */
export function isBackend(address: string): boolean {
  return /^[^\s]+$/.test(address) && schemes.some((scheme) => address.startsWith(`${scheme}://`));
}

/** What the engine said, without the address that it was given, and without any other's user and password. */
export function withoutAddress(said: string, address: string): string {
  return said
    .replaceAll(address, "(the state's address)")
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'/]*@/gi, "$1…@")
    .replace(/\b(password|secret|token|sig|key)=[^\s&"']+/gi, "$1=…");
}
