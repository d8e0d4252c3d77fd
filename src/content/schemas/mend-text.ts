/** What to write in place of a text that has not the form of its place; `description` says what that is for. */

const units: Readonly<Record<string, string>> = { ms: "ms", s: "s", m: "m", h: "h", d: "d", j: "d" };

const bareHost = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?$/i;

/** Nothing, where there is nothing to say beyond what the place is for. */
export function mendText(text: string, description: string): { readonly help?: string } {
  if (description.startsWith("a duration")) {
    const [, amount, unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
    const short = units[unit.toLowerCase()] ?? units[unit.toLowerCase()[0] ?? ""];
    if (amount !== undefined)
      return { help: short ? `write ${amount}${short}` : `say of what: ${amount}s, ${amount}m, ${amount}h` };
  }
  if (description.startsWith("an id") || description.startsWith("a variable's")) {
    const joint = description.startsWith("a variable's") ? "_" : "-";
    const plain = text
      .replace(/([a-z0-9])([A-Z])/g, `$1${joint}$2`)
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(joint === "_" ? /[^a-z0-9_]+/g : /[^a-z0-9-]+/g, joint)
      .replace(/^[-_]+|[-_]+$/g, "");
    if (plain !== "" && plain !== text && !/^\d/.test(plain)) return { help: `write "${plain.slice(0, 100)}"` };
  }
  if (description.startsWith("a language") && /[ ,?!]/.test(text)) {
    return { help: "an unquoted text in braces ends at a comma: put the whole text in double quotes" };
  }
  if (description.startsWith("a language")) return { help: 'write its code, such as "fr", "de" or "pt-BR"' };
  if (description.startsWith("a page's origin") && /^https?:\/\//.test(text) && URL.canParse(text))
    return { help: `write ${new URL(text).origin}` };
  // An address that only lacks its beginning.
  if (
    /^"embedded" or an address|^an address|^a page's origin|^a link's address/.test(description) &&
    bareHost.test(text)
  )
    return { help: `write https://${description.startsWith("a page's origin") ? text.replace(/\/.*/, "") : text}` };
  if (description.startsWith("a secret's name"))
    return { help: "write the name of the variable that holds the secret on the machine" };
  return {};
}
