/** Which language a conversation is in. */

/** The first wish that is offered, exactly or by its base language (`fr-CA` for `fr`); else the first offered. */
export function pickLanguage(wishes: readonly string[], offered: readonly string[]): string {
  for (const wish of wishes) {
    const exact = offered.find((language) => language.toLowerCase() === wish.toLowerCase());
    if (exact !== undefined) return exact;
    const base = wish.split("-")[0]?.toLowerCase();
    const near = offered.find((language) => language.split("-")[0]?.toLowerCase() === base);
    if (near !== undefined) return near;
  }
  return offered[0] ?? "en";
}
