/** Which language a conversation is in. */

/** The first wish that is offered, exactly or by its base language (`fr-CA` for `fr`); else the first offered. */
export function pickLanguage(wishes: readonly string[], offered: readonly string[]): string {
  for (const wish of wishes) {
    const language = offeredLanguage(wish, offered);
    if (language !== undefined) return language;
  }
  return offered[0] ?? "en";
}

/** The language that a wish means; undefined where it is not offered. */
export function offeredLanguage(wish: string, offered: readonly string[]): string | undefined {
  const base = baseOf(wish);
  return (
    offered.find((language) => language.toLowerCase() === wish.toLowerCase()) ??
    offered.find((language) => baseOf(language) === base)
  );
}

export function baseOf(language: string): string {
  return language.split("-")[0]?.toLowerCase() ?? "";
}
