/**
 * YAML text to positioned nodes. Never throws, whatever the text: what is wrong becomes `yaml-syntax` findings.
 *
 * Two readers: a quick one (`js-yaml` events) for files without a fault, and a patient one (`yaml`) that goes on
 * after an error, so that one run reports every fault and a broken file still declares its id. The patient one is
 * loaded when it is needed.
 */

import { createRequire } from "node:module";
import type { Node } from "#content/node.ts";
import { type Fault, nodesFromEvents } from "#content/yaml/from-events.ts";
import type { Finding } from "#findings/finding.ts";

export interface Parsed {
  /** Null where nothing could be made of the text. */
  readonly root: Node | null;
  readonly findings: readonly Finding[];
}

const require = createRequire(import.meta.url);

/** Reads one file's text. */
export function parseYaml(file: string, text: string): Parsed {
  const markers = conflictMarkers(text);
  const quick = markers.length === 0 ? nodesFromEvents(text) : null;
  if (quick && quick.faults.length === 0) return { root: quick.root, findings: [] };
  if (quick?.final) return { root: quick.root, findings: quick.faults.map((fault) => finding(file, fault)) };
  const { nodesFromDocument } = require("./from-document.ts") as typeof import("#content/yaml/from-document.ts");
  const patient = nodesFromDocument(blanked(text, markers));
  const faults = [
    ...markers,
    ...(patient.faults.length > 0 || markers.length > 0 ? patient.faults : (quick?.faults ?? [])),
  ];
  return { root: patient.root, findings: faults.map((fault) => finding(file, fault)) };
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

const marker = /^(?:<{7}(?: .*)?|={7}|>{7}(?: .*)?|\|{7}(?: .*)?)$/gm;

function conflictMarkers(text: string): readonly Fault[] {
  if (!/^(?:<{7}|>{7})(?: |$)/m.test(text)) return [];
  return [...text.matchAll(marker)].map((match) => ({
    message: `a merge conflict was left here: "${match[0].slice(0, 40)}"`,
    start: match.index,
    end: match.index + match[0].length,
    help: "decide which of the two versions holds, and delete the three marker lines",
  }));
}

/** The text with the marked lines turned into blanks: every offset stays what it was. */
function blanked(text: string, faults: readonly Fault[]): string {
  let result = text;
  for (const { start, end } of faults) {
    result = `${result.slice(0, start)}${" ".repeat(end - start)}${result.slice(end)}`;
  }
  return result;
}
