/** Which branches a site's `publish.yml` runs for, whoever wrote it. */

import { parse } from "yaml";
import { isMap } from "#content/json.ts";

/** Where the workflow is that publishes. */
export const publishWorkflowPath = ".github/workflows/publish.yml";

/** The branches, in GitHub's patterns, if it runs for pushes to none but this one's; null: it may run for it. */
export function otherBranches(workflow: string, branch: string): readonly string[] | null {
  const push = member(member(parsed(workflow), "on"), "push");
  const listed = member(push, "branches");
  const patterns = (Array.isArray(listed) ? listed : [listed]).filter((each) => typeof each === "string");
  // Without a list it runs for each branch, or for what such a list leaves.
  if (listed === undefined || patterns.length === 0) return null;
  const mayMean = (pattern: string) => /(?<!\\)[*?+![]/.test(pattern) || pattern.replace(/\\(.)/g, "$1") === branch;
  return patterns.some(mayMean) ? null : patterns;
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: "silent" });
  } catch {
    return null;
  }
}

function member(value: unknown, key: string): unknown {
  return isMap(value) ? value[key] : undefined;
}
