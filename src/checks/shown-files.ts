/** Every picture and file that a workflow sends. */

import { workflowsOf } from "#checks/workflows.ts";
import type { BrandItem, Content, Item } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import type { CarouselStep, SayPart, SayStep } from "#content/workflow.ts";

export interface ShownFile {
  readonly item: Item<unknown>;
  /** Where the file is named, from the document's root. */
  readonly path: Path;
  readonly step: string;
  readonly key: "image" | "file";
  /** As the author wrote it. */
  readonly source: string;
  /** Whether an `alt` stands beside it. */
  readonly described: boolean;
  /** Whose assets it may be one of; undefined where the brand does not exist. */
  readonly brand: BrandItem | undefined;
}

const known = new WeakMap<Content, readonly ShownFile[]>();

export function filesShown(content: Content): readonly ShownFile[] {
  let files = known.get(content);
  if (!files) known.set(content, (files = collect(content)));
  return files;
}

function collect(content: Content): readonly ShownFile[] {
  const files: ShownFile[] = [];
  for (const { item, workflow, brand } of workflowsOf(content)) {
    for (const { step, path } of stepsOf(workflow)) {
      // Most steps send a text.
      if (step.kind === "say" ? !Array.isArray(step.say) : step.kind !== "carousel") continue;
      for (const file of filesOf(step as SayStep | CarouselStep)) {
        files.push({ ...file, item, brand, step: step.id, path: [...path, ...file.path] });
      }
    }
  }
  return files;
}

type Shown = Pick<ShownFile, "path" | "key" | "source" | "described">;

const none: readonly Shown[] = [];

function filesOf(step: SayStep | CarouselStep): readonly Shown[] {
  if (step.kind === "say") {
    if (!Array.isArray(step.say)) return none;
    return step.say.flatMap((part: SayPart, index): Shown[] => {
      if ("image" in part) {
        const described = part.alt !== undefined;
        return [{ path: ["say", index, "image"], key: "image", source: part.image, described }];
      }
      if (!("file" in part)) return [];
      return [{ path: ["say", index, "file"], key: "file", source: part.file, described: true }];
    });
  }
  const cards =
    "each" in step.carousel
      ? [{ card: step.carousel, at: ["carousel"] as Path }]
      : step.carousel.map((card, index) => ({ card, at: ["carousel", index] as Path }));
  return cards.flatMap(({ card, at }) =>
    card.image === undefined
      ? []
      : [{ path: [...at, "image"], key: "image" as const, source: card.image, described: card.alt !== undefined }],
  );
}
