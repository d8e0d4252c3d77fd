/**
 * What assistants' files come to, kept between runs in the user's own cache: a plan that knows it reads only the files of
 * what changed. Whatever cannot be read, or is not what its name says, is as if it were not there.
 */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeId, digestOf, digestOfFile, keptFolder, tidyKept } from "#cli/kept-findings.ts";
import type { Part, Parts } from "#cli/parts.ts";
import { type AssistantBody, canonicalJson } from "#content/body.ts";
import type { KnownAssistant } from "#plan/bodies.ts";

export interface KeptBodies {
  /** Null: it is not known. */
  read(part: Part): KnownAssistant | null;
  write(part: Part, known: KnownAssistant): void;
  /** Takes away what has not been written for longest. */
  tidy(): void;
}

export function keptBodies({ shared }: Parts): KeptBodies {
  const home = keptFolder("bodies");
  const base = digestOf([codeId(), ...shared.map(digestOfFile)]);
  const pathOf = ({ assistant, own }: Part) =>
    join(home, digestOf([base, assistant ?? "", ...own.map(digestOfFile)]).slice(0, 40));
  return {
    read(part) {
      try {
        const bytes = readFileSync(pathOf(part));
        const end = bytes.indexOf("\n");
        const digest = bytes.toString("latin1", 0, end);
        const json = bytes.subarray(end + 1);
        if (createHash("sha256").update(json).digest("hex") !== digest) return null;
        return { digest, body: bodyIn(json) };
      } catch {
        return null;
      }
    },
    write(part, { digest, body, json = canonicalJson(body) }) {
      try {
        const path = pathOf(part);
        // What a site says is nobody else's on this machine.
        mkdirSync(home, { recursive: true, mode: 0o700 });
        writeFileSync(`${path}.${process.pid}`, `${digest}\n${json}`, { mode: 0o600 });
        renameSync(`${path}.${process.pid}`, path);
      } catch {
        // A folder that cannot be written to only makes the next run as slow as this one.
      }
    },
    tidy: () => tidyKept(home),
  };
}

/**
 * The body in its canonical JSON. Nearly all of it are the workflows, and nobody asks for those of what does not change:
 * they are read when somebody does. In sorted keys they stand last.
 */
function bodyIn(json: Buffer): AssistantBody {
  const begin = json.indexOf(',"workflows":{');
  const settings = JSON.parse(`${json.toString("utf8", 0, begin)}}`) as Omit<AssistantBody, "workflows">;
  let workflows: AssistantBody["workflows"] | undefined;
  return {
    ...settings,
    get workflows() {
      workflows ??= JSON.parse(json.toString("utf8", begin + ',"workflows":'.length, json.length - 1));
      return workflows as AssistantBody["workflows"];
    },
  };
}
