/**
 * The small Markdown of messages, read into data: paragraphs, lists, emphasis, code and links. There is no HTML in it:
 * whatever else stands in a text is text. Links that could run something stay text too.
 */

import { linkAddress } from "#widget/safe-address.ts";

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "em"; readonly inside: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly label: string; readonly address: string };

export type Block =
  | { readonly kind: "paragraph"; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: "list"; readonly isNumbered: boolean; readonly items: readonly (readonly Inline[])[] };

// Escaped, for a bundler leaves regular expressions as they are, and a page may have any charset.
const bullet = /^\s{0,3}[-*\u2022]\s+/;
const number = /^\s{0,3}\d{1,3}[.)]\s+/;
// Each part is bounded, so that a text full of opening marks costs no more than its length.
const mark =
  /\*\*(?=\S)([^*\n]{1,500})\*\*|(?<!\w)\*(?=\S)([^*\n]{1,500})\*|(?<!\w)_(?=\S)([^_\n]{1,500})_(?!\w)|`([^`\n]{1,500})`|\[([^[\]\n]{1,300})\]\(([^()\s]{1,2000})\)|(https?:\/\/[^\s<>"]{1,2000}[^\s<>".,;:!?)'*_])/gi;

/** A text's blocks, in order. */
export function readMarkdown(text: string): readonly Block[] {
  const blocks: { readonly kind: "paragraph" | "bulleted" | "numbered"; readonly lines: string[] }[] = [];
  let isApart = true;
  for (const line of text.replaceAll("\r", "").split("\n")) {
    if (line.trim() === "") {
      isApart = true;
      continue;
    }
    const kind = bullet.test(line) ? "bulleted" : number.test(line) ? "numbered" : "paragraph";
    const last = blocks.at(-1);
    const content = kind === "paragraph" ? line : line.replace(kind === "bulleted" ? bullet : number, "");
    if (last?.kind === kind && !isApart) last.lines.push(content);
    else blocks.push({ kind, lines: [content] });
    isApart = false;
  }
  return blocks.map(({ kind, lines }) => {
    const read = lines.map(readInline);
    return kind === "paragraph"
      ? { kind, lines: read }
      : { kind: "list", isNumbered: kind === "numbered", items: read };
  });
}

/** What is left of a text when it is read aloud: the words, without the marks. */
export function plainText(text: string): string {
  return readMarkdown(text)
    .flatMap((block) => (block.kind === "paragraph" ? block.lines : block.items))
    .map((line) => line.map(wordsOf).join(""))
    .join("\n");
}

function wordsOf(inline: Inline): string {
  switch (inline.kind) {
    case "text":
    case "code":
      return inline.text;
    case "link":
      return inline.label;
    case "strong":
    case "em":
      return inline.inside.map(wordsOf).join("");
  }
}

function readInline(text: string): readonly Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(mark)) {
    if (match.index > at) found.push({ kind: "text", text: text.slice(at, match.index) });
    at = match.index + match[0].length;
    found.push(marked(match));
  }
  if (at < text.length) found.push({ kind: "text", text: text.slice(at) });
  return found;
}

function marked([whole, strong, starred, underlined, code, label, target, bare]: RegExpExecArray): Inline {
  if (strong !== undefined) return { kind: "strong", inside: readInline(strong) };
  const emphasised = starred ?? underlined;
  if (emphasised !== undefined) return { kind: "em", inside: readInline(emphasised) };
  if (code !== undefined) return { kind: "code", text: code };
  const address = linkAddress(target ?? bare ?? "");
  return address === null ? { kind: "text", text: whole } : { kind: "link", label: label ?? address, address };
}
