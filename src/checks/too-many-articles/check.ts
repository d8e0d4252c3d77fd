/** A step shows no more help-centre articles than the language allows. */

import type { Check } from "#checks/check.ts";
import { workflowsOf } from "#checks/workflows.ts";
import { stepsOf } from "#content/graph.ts";
import { placeOfKey } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

const most = 6;

export const tooManyArticles: Check = {
  name: "too-many-articles",
  severity: "error",
  summary: `a step that shows more than ${most} articles`,
  run: (content) =>
    workflowsOf(content).flatMap(({ item, workflow }) =>
      stepsOf(workflow).flatMap(({ step, path }): readonly Finding[] => {
        if (step.kind !== "articles") return [];
        const [key, count] =
          "ids" in step.articles
            ? (["ids", step.articles.ids.length] as const)
            : (["limit", step.articles.limit ?? 0] as const);
        if (count <= most) return [];
        return [
          {
            check: "too-many-articles",
            severity: "error",
            message:
              key === "ids"
                ? `the step "${step.id}" names ${count} articles; at most ${most} can be shown`
                : `the step "${step.id}" asks for up to ${count} articles; at most ${most} can be shown`,
            at: placeOfKey(item.file, item.root, [...path, "articles", key]),
            step: step.id,
            why: "a customer would never see the last ones",
            help: key === "ids" ? `name the ${most} that help most` : `write limit: ${most}`,
          },
        ];
      }),
    ),
};
