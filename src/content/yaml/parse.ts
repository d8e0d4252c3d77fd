/**
 * YAML text to values and positioned nodes. Never throws, whatever the text: what is wrong becomes `yaml-syntax`
 * findings.
 *
 * Three readers, each for what the one before leaves to it: our own for YAML as nearly all of it is written, which
 * makes plain values; a quick one (`js-yaml` events) for the rest of YAML, and for where something stands, as soon as
 * somebody asks; and a patient one (`yaml`) that goes on after an error, so that one run reports every fault and a
 * broken file still declares its id. They never disagree: where one would have to guess, it leaves the text to the next.
 */

import type { Node } from "#content/node.ts";
import { jsonOf } from "#content/place.ts";
import { withoutEchoes } from "#content/yaml/echoes.ts";
import { everydayValue } from "#content/yaml/everyday-reader.ts";
import { nodesFromDocument } from "#content/yaml/from-document.ts";
import { type Fault, type Nodes, nodesFromEvents } from "#content/yaml/from-events.ts";
import { lostCharacters, mayLoseCharacters } from "#content/yaml/lost-characters.ts";
import { isShallow, nodesWithShallowBrackets } from "#content/yaml/shallow-brackets.ts";
import type { Finding } from "#findings/finding.ts";

export interface Parsed {
  /** Null where nothing could be made of the text. */
  readonly root: Node | null;
  /** The root's plain value, nobody else's; undefined without a root. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
}

/** Past this many faults a file's shape is lost, and the rest would be noise. */
const maxFaults = 50;
/** The patient reader takes its time: of a larger file with a fault, the first one must do. */
const maxPatience = 64 * 1024;

/** Reads one file's text. */
export function parseYaml(file: string, text: string): Parsed {
  const markers = conflictMarkers(text);
  if (markers.length === 0) {
    const value = mayLoseCharacters(text) ? undefined : everydayValue(text);
    if (value !== undefined) return withoutFault(text, value);
  }
  const quick = markers.length === 0 ? nodesFromEvents(text) : null;
  const { root, faults } =
    quick && (quick.faults.length === 0 || quick.final) ? quick : patiently(text, markers, quick);
  const lost = mayLoseCharacters(text) ? lostCharacters(text, root) : [];
  const findings = [...faults, ...lost].slice(0, maxFaults).map((fault) => finding(file, fault));
  return { root, value: root ? jsonOf(root) : undefined, findings };
}

function withoutFault(text: string, value: unknown): Parsed {
  let root: Node | null = null;
  return {
    value,
    findings: [],
    get root() {
      root ??= nodesFromEvents(text).root;
      return root;
    },
  };
}

function patiently(
  text: string,
  markers: readonly Fault[],
  quick: Nodes | null,
): { readonly root: Node | null; readonly faults: readonly Fault[] } {
  if (text.length > maxPatience) return { root: null, faults: quick?.faults ?? markers };
  const settled = markers.length > 0 ? withOneVersion(text) : text;
  const patient = nodesFromDocument(settled);
  if (quick && patient.faults.length === 0 && isShallow(quick)) {
    const nodes = nodesWithShallowBrackets(text, quick);
    const agree = nodes.faults.length > 0 || sameValue(nodes.root, patient.root);
    if (agree) return nodes;
  }
  const others = patient.faults.length > 0 || markers.length > 0 ? patient.faults : (quick?.faults ?? []);
  const own = withoutEchoes(settled, others, (rest) => nodesFromDocument(rest).faults);
  return { root: patient.root, faults: [...markers, ...own] };
}

/** Both readers must read the same. */
function sameValue(a: Node | null, b: Node | null): boolean {
  return a !== null && b !== null && JSON.stringify(jsonOf(a)) === JSON.stringify(jsonOf(b));
}

function finding(file: string, fault: Fault): Finding {
  return {
    check: "yaml-syntax",
    severity: "error",
    message: fault.message,
    at: { file, start: fault.start, end: Math.max(fault.end, fault.start) },
    ...(fault.related && {
      related: [{ at: { file, start: fault.related.start, end: fault.related.end }, message: fault.related.message }],
    }),
    why: "the file cannot be read as it stands, so nothing in it would be published",
    ...(fault.help && { help: fault.help }),
  };
}

const marker = /^(?:<{7}(?: .*)?|={7}|>{7}(?: .*)?|\|{7}(?: .*)?)(?=\r?$)/gm;

function conflictMarkers(text: string): readonly Fault[] {
  if (!text.includes("<<<<<<<") && !text.includes(">>>>>>>")) return [];
  if (!/^(?:<{7}|>{7})(?: |\r?$)/m.test(text)) return [];
  const faults: Fault[] = [];
  for (const match of text.matchAll(marker)) {
    const place = { start: match.index, end: match.index + match[0].length };
    const last = faults.at(-1);
    // The lines of one conflict are one fault, which stands at its first.
    if (last && !match[0].startsWith("<")) {
      if (match[0].startsWith(">")) faults[faults.length - 1] = { ...last, related: { ...place, message: "its end" } };
      continue;
    }
    faults.push({
      message: `a merge conflict was left here: "${match[0].slice(0, 40)}"`,
      ...place,
      help: "decide which of the two versions holds, and delete the three marker lines",
    });
  }
  return faults;
}

/** Of every conflict the first version, with blanks for the rest: every offset stays what it was. */
function withOneVersion(text: string): string {
  const blanks = (lines: string): string => lines.replace(/[^\r\n]/g, " ");
  return text.replace(/^(?:\|{7}|={7})(?: .*)?\r?\n[\s\S]*?^>{7}.*$/gm, blanks).replace(marker, blanks);
}
