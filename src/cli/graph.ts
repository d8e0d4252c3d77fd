/** `parley graph`: a workflow, or how an assistant's workflows run one another, as a Mermaid diagram. */

import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { siteOption } from "#cli/options.ts";
import { type ReadSite, readSite } from "#cli/site.ts";
import { assistantDiagram } from "#content/diagram/assistant-diagram.ts";
import { type Diagram, mermaid } from "#content/diagram/mermaid.ts";
import { workflowDiagram } from "#content/diagram/workflow-diagram.ts";

export const command: Command = {
  usage: "parley graph ASSISTANT[/WORKFLOW] | BRAND/WORKFLOW [--site DIR]",
  details: `Prints Mermaid: GitHub draws it in a page's or a comment's \`\`\`mermaid block, and mermaid.live as it stands.
A dashed box is a draft, or a step that does not exist.`,
  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], options: siteOption, allowPositionals: true });
    const site = await readSite(findSite(values.site), "left-out");
    process.stdout.write(mermaid(diagramOf(site, positionals[0] ?? "")));
    return 0;
  },
};

function diagramOf({ content }: ReadSite, place: string): Diagram {
  const [owner = "", id] = place.split("/");
  const assistant = content.assistants.get(owner);
  const brand = content.brands.get(assistant ? (assistant.value?.brand ?? "") : owner);
  const holder = assistant ?? (id === undefined ? undefined : brand);
  if (!holder) {
    throw new Failure(
      owner === "" ? "no assistant is named" : `there is no assistant "${owner}"`,
      brand
        ? `it is a brand: write ${owner}/WORKFLOW, with one of ${listed(brand.workflows.keys())}`
        : `the assistants are ${listed(content.assistants.keys())}`,
    );
  }
  if (assistant && id === undefined) return assistantDiagram(assistant, brand);
  const item = holder.workflows.get(id ?? "") ?? brand?.workflows.get(id ?? "");
  if (!item) {
    throw new Failure(`"${owner}" has no workflow "${id}"`, `its workflows are ${listed(holder.workflows.keys())}`);
  }
  if (!item.value) throw new Failure(`${item.file} cannot be read`, "mend what parley validate says of it first");
  return workflowDiagram(item.value, holder.value?.languages[0] ?? "en");
}

function listed(ids: Iterable<string>): string {
  return [...ids].sort().join(", ") || "none";
}
