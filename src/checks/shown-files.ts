/** Every picture and file that a workflow sends. */

import { workflowsOf } from "#checks/workflows.ts";
import type { BrandItem, Content, Item } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import type { SayPart, Step } from "#content/workflow.ts";

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

export function filesShown(content: Content): readonly ShownFile[] {
  return workflowsOf(content).flatMap(({ item, workflow, brand }) =>
    stepsOf(workflow).flatMap(({ step, path }) =>
      filesOf(step).map((file) => ({ ...file, item, brand, step: step.id, path: [...path, ...file.path] })),
    ),
  );
}

type Shown = Pick<ShownFile, "path" | "key" | "source" | "described">;

function filesOf(step: Step): readonly Shown[] {
  if (step.kind === "say" && Array.isArray(step.say)) {
    return step.say.flatMap((part: SayPart, index): Shown[] => {
      if ("image" in part) {
        const described = part.alt !== undefined;
        return [{ path: ["say", index, "image"], key: "image", source: part.image, described }];
      }
      if (!("file" in part)) return [];
      return [{ path: ["say", index, "file"], key: "file", source: part.file, described: true }];
    });
  }
  if (step.kind !== "carousel") return [];
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
