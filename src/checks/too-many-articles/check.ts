/** A step shows no more help-centre articles than the language allows. */

import type { Check } from "#checks/check.ts";
import { placeOfKeyIn, stepsWithVerb } from "#checks/steps.ts";
import type { Finding } from "#findings/finding.ts";

const most = 6;

export const tooManyArticles: Check = {
  name: "too-many-articles",
  severity: "error",
  summary: `a step that shows more than ${most} articles`,
  run: (content) =>
    stepsWithVerb(content, "articles").flatMap((placed): readonly Finding[] => {
      const { step } = placed;
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
          at: placeOfKeyIn(placed, ["articles", key]),
          step: step.id,
          why: "a customer would never see the last ones",
          help: key === "ids" ? `name the ${most} that help most` : `write limit: ${most}`,
        },
      ];
    }),
};
