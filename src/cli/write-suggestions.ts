/** `parley test --suggest`: new files of suggested talks, beside the tests that there are. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Content } from "#content/content.ts";
import type { Coverage } from "#rehearsal/coverage.ts";
import type { TestResult } from "#rehearsal/rehearse-site.ts";
import { suggest } from "#rehearsal/suggest/suggest.ts";
import { writeFiles } from "#source/write-files.ts";

/** Writes no file that exists; answers what to tell. */
export function writeSuggestions(
  site: string,
  content: Content,
  coverage: Coverage,
  results: readonly TestResult[],
): string {
  const lines: string[] = [];
  for (const suggestion of suggest(content, coverage, results)) {
    const path = freePath(site, `assistants/${suggestion.assistant}/tests/${suggestion.workflow}-suggested`);
    const text = suggestion.write(path);
    if (text !== null) {
      writeFiles(site, new Map([[path, text]]));
      lines.push(`suggested: ${path}`, ...suggestion.exits.map((exit) => `  ${exit}`));
    }
    if (suggestion.without.length > 0) {
      lines.push(`no talk was found in ${suggestion.workflow} to ${suggestion.without.join(", ")}`);
    }
  }
  if (lines.length === 0) lines.push("nothing to suggest: the tests leave by every exit");
  return `${lines.join("\n")}\n`;
}

function freePath(site: string, stem: string): string {
  for (let number = 1; ; number += 1) {
    const path = `${stem}${number === 1 ? "" : `-${number}`}.test.yaml`;
    if (!existsSync(join(site, path))) return path;
  }
}
