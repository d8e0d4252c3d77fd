/**
 * XLIFF 2 as it comes back. The file is a stranger's: there are no entities but XML's own five, and no DOCTYPE that
 * could declare more.
 */

import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import { type Returned, type ReturnedFile, UnreadableExchange } from "#content/translations/unit.ts";
import { namespace } from "#content/translations/write-xliff.ts";

interface Segment {
  source: string;
  target: string | null;
  state: string;
  start: number;
  end: number;
}

/** Throws `UnreadableExchange`. */
export function readXliff(xml: string): ReturnedFile {
  const parser = new SaxesParser({ xmlns: true });
  const texts: Returned[] = [];
  let language = "";
  let file = "";
  let unit = "";
  let data = new Map<string, string>();
  let codes = new Map<string, string>();
  let segments: Segment[] = [];
  let segment: Segment | null = null;
  /** What the letters between tags belong to. */
  let into: { kind: "source" | "target" | "data"; id: string; text: string } | null = null;

  const refuse = (message: string): never => {
    throw new UnreadableExchange(message, Math.max(0, parser.position - 1));
  };
  const add = (text: string): void => {
    if (into) into.text += text;
  };
  const opened = (tag: SaxesTagNS): void => {
    if (tag.uri !== namespace) return;
    switch (tag.local) {
      case "xliff":
        language = attribute(tag, "trgLang");
        if (!/^2\.\d$/.test(attribute(tag, "version"))) refuse("this is not XLIFF 2");
        if (language === "") refuse('the file does not say which language it is in: "trgLang" is missing');
        return;
      case "file":
        file = attribute(tag, "original");
        return;
      case "unit":
        unit = attribute(tag, "id");
        data = new Map();
        codes = new Map();
        segments = [];
        return;
      case "data":
        into = { kind: "data", id: attribute(tag, "id"), text: "" };
        return;
      case "segment":
      case "ignorable":
        segment = { source: "", target: null, state: attribute(tag, "state"), start: 0, end: 0 };
        return;
      case "source":
      case "target":
        into = { kind: tag.local, id: "", text: "" };
        if (segment && tag.local === "target") segment.start = parser.position;
        return;
      case "ph": {
        const code = data.get(attribute(tag, "dataRef")) ?? codes.get(attribute(tag, "copyOf") || attribute(tag, "id"));
        if (code === undefined)
          return refuse(`the placeholder "${attribute(tag, "id")}" of "${unit}" is none of its text's`);
        codes.set(attribute(tag, "id"), code);
        return add(code);
      }
      case "cp": {
        const letter = Number.parseInt(attribute(tag, "hex"), 16);
        return Number.isInteger(letter) && letter >= 0 && letter <= 0x10ffff
          ? add(String.fromCodePoint(letter))
          : refuse(`"${attribute(tag, "hex")}" is no character`);
      }
      default:
        return;
    }
  };
  const closed = (tag: SaxesTagNS): void => {
    if (tag.uri !== namespace) return;
    if (into?.kind === "data" && tag.local === "data") data.set(into.id, into.text);
    if (segment && into?.kind === "source" && tag.local === "source") segment.source = into.text;
    if (segment && into?.kind === "target" && tag.local === "target") {
      segment.target = into.text;
      segment.end = parser.position - "</target>".length;
    }
    if (into?.kind === tag.local) into = null;
    if (segment && (tag.local === "segment" || tag.local === "ignorable")) {
      segments.push(segment);
      segment = null;
    }
    if (tag.local === "unit") texts.push(...returned(file, unit, segments));
  };

  parser.on("doctype", () => refuse("the file has a DOCTYPE, which no translator's file needs"));
  parser.on("error", (error) => refuse(error.message.replace(/^[^:]*:\d+:\d+: /, "")));
  parser.on("opentag", opened);
  parser.on("closetag", closed);
  parser.on("text", add);
  parser.on("cdata", add);
  parser.write(xml).close();
  if (language === "") refuse("this is not XLIFF 2");
  return { language, texts };
}

/** Tools may cut a unit into sentences: together they are its text. */
function returned(file: string, name: string, segments: readonly Segment[]): readonly Returned[] {
  if (segments.every(({ target }) => target === null || target === "")) return [];
  const first = segments.find(({ target }) => target !== null);
  return [
    {
      file,
      name,
      source: segments.map(({ source }) => source).join(""),
      target: segments.map(({ source, target }) => target ?? (source.trim() === "" ? source : "")).join(""),
      done: segments.every(({ state, source }) => state !== "initial" || source.trim() === ""),
      start: first?.start ?? 0,
      end: segments.findLast(({ target }) => target !== null)?.end ?? 0,
    },
  ];
}

function attribute(tag: SaxesTagNS, name: string): string {
  const value = Object.hasOwn(tag.attributes, name) ? (tag.attributes[name] as SaxesAttributeNS) : undefined;
  return value?.value ?? "";
}
