/** XLIFF 2: what most translators' tools read. Placeholders are elements, which the tools keep from being changed. */

import { placeholderKey } from "#content/translations/placeholders.ts";
import type { Exchange, Unit } from "#content/translations/unit.ts";
import { parseTemplate } from "#expr/template.ts";

export const namespace = "urn:oasis:names:tc:xliff:document:2.0";

export function writeXliff({ sourceLanguage, language, units }: Exchange): string {
  const files = Map.groupBy(units, ({ file }) => file);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<xliff xmlns="${namespace}" version="2.0" srcLang="${attribute(sourceLanguage)}" trgLang="${attribute(language)}">`,
  ];
  for (const [index, [file, own]] of [...files].entries()) {
    lines.push(`  <file id="f${index + 1}" original="${attribute(file)}">`);
    for (const unit of own) lines.push(...unitLines(unit));
    lines.push("  </file>");
  }
  return `${[...lines, "</xliff>"].join("\n")}\n`;
}

function unitLines(unit: Unit): readonly string[] {
  const notes = [...unit.notes, ...(unit.was === null ? [] : [`this was translated from: ${unit.was}`])];
  const { sourceXml, targetXml, codes } = withCodes(unit.source, unit.target);
  const data = codes.map(({ id, expression }) => `        <data id="d${id}">${text(expression)}</data>`);
  return [
    `    <unit id="${attribute(unit.name)}" xml:space="preserve">`,
    "      <notes>",
    ...notes.map((note, index) => `        <note id="n${index + 1}">${text(note)}</note>`),
    "      </notes>",
    ...(data.length > 0 ? ["      <originalData>", ...data, "      </originalData>"] : []),
    `      <segment state="${unit.state === "translated" ? "translated" : "initial"}">`,
    `        <source>${sourceXml}</source>`,
    ...(targetXml === null ? [] : [`        <target>${targetXml}</target>`]),
    "      </segment>",
    "    </unit>",
  ];
}

interface Code {
  readonly id: number;
  readonly expression: string;
  readonly key: string;
  /** The number of the same placeholder that stands there before. */
  readonly copyOf?: number;
}

/** Both texts as XML. Each placeholder of the source has a number, which the same one has in the target. */
function withCodes(source: string, target: string | null) {
  const codes: Code[] = [];
  const add = (expression: string, key: string, copyOf?: number): Code => {
    const code = { id: codes.length + 1, expression, key, ...(copyOf !== undefined && { copyOf }) };
    codes.push(code);
    return code;
  };
  const sourceXml = elements(source, (expression, key) => add(expression, key));
  const left = [...codes];
  const targetXml =
    target === null
      ? null
      : elements(target, (expression, key) => {
          const index = left.findIndex((code) => code.key === key);
          // Where the translation says it once more than the source does, it is a copy.
          return (
            left.splice(index, index < 0 ? 0 : 1)[0] ?? add(expression, key, codes.find((each) => each.key === key)?.id)
          );
        });
  return { sourceXml, targetXml, codes: codes.filter(({ copyOf }) => copyOf === undefined) };
}

function elements(written: string, codeOf: (expression: string, key: string) => Code): string {
  return parseTemplate(written)
    .map((part) => {
      if (part.kind === "text") return text(part.text);
      const expression = `{{ ${part.source} }}`;
      const { id, copyOf } = codeOf(expression, placeholderKey(part.source));
      if (copyOf !== undefined) return `<ph id="${id}" copyOf="${copyOf}"/>`;
      return `<ph id="${id}" dataRef="d${id}" disp="${attribute(expression)}" canDelete="no"/>`;
    })
    .join("");
}

/** Characters that XML cannot hold have an element of their own. */
function text(value: string): string {
  return escaped(value).replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/gu,
    (letter) => `<cp hex="${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}"/>`,
  );
}

function attribute(value: string): string {
  return (
    escaped(value)
      .replaceAll('"', "&quot;")
      .replace(/[\t\n\r]/g, (letter) => `&#${letter.charCodeAt(0)};`)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
  );
}

function escaped(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
