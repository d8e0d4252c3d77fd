/** A step can be shown as it is meant on every channel that its assistant answers on. */

import type { Check } from "#checks/check.ts";
import { connectedChannels, nameChannels, tooMuchFor } from "#checks/connected-channels.ts";
import { placeOfKeyIn, stepsWithVerb } from "#checks/steps.ts";
import type { ChannelLimits } from "#content/channel.ts";
import type { Path } from "#content/node.ts";
import type { CarouselStep, ChooseStep, FormStep } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

/** From here on a choice is `too-many-options` wherever it is shown. */
const mostAnywhere = 10;

export const stepDegrades: Check = {
  name: "step-degrades",
  severity: "warning",
  summary: "a step that the type of one of its channels cannot show as it is meant",
  run: (content, { limits }) => {
    const channelsOf = connectedChannels(content);
    const findings: Finding[] = [];
    for (const kind of ["choose", "carousel", "form"] as const) {
      for (const { step, owned, path } of stepsWithVerb(content, kind)) {
        const channels = channelsOf(owned);
        for (const { what, instead, at, fits } of demandsOf(step)) {
          if (channels.every(({ type }) => fits(limits[type]))) continue;
          findings.push({
            check: "step-degrades",
            severity: "warning",
            message: `${nameChannels(tooMuchFor(channels, limits, fits))} cannot show ${what} of the step "${step.id}"`,
            at: placeOfKeyIn({ owned, path }, at),
            step: step.id,
            why: `customers there would get ${instead}`,
            help: "see that it still reads well there, or lead those channels another way: if: channel.type == …",
          });
        }
      }
    }
    return findings;
  },
};

interface Demand {
  readonly what: string;
  /** What is shown in its place. */
  readonly instead: string;
  /** The key at fault, from the step. */
  readonly at: Path;
  fits(limits: ChannelLimits): boolean;
}

function demandsOf(step: ChooseStep | CarouselStep | FormStep): readonly Demand[] {
  switch (step.kind) {
    case "form":
      return [
        {
          what: "the form",
          instead: "its questions one by one",
          at: ["form"],
          fits: ({ showsForms }) => showsForms,
        },
      ];
    case "carousel": {
      const lists = "each" in step.carousel ? [{ options: step.carousel.options, at: ["carousel"] as Path }] : [];
      const cards = "each" in step.carousel ? [] : step.carousel;
      const all = [...lists, ...cards.map(({ options }, index) => ({ options, at: ["carousel", index] as Path }))];
      return [
        {
          what: "the cards",
          instead: "the cards' texts one below the other",
          at: ["carousel"],
          fits: ({ showsCards }) => showsCards,
        },
        ...all.flatMap(({ options, at }) => optionDemand(options?.length ?? 0, [...at, "options"])),
      ];
    }
    case "choose":
      return "each" in step.options ? [] : optionDemand(step.options.length, ["options"]);
  }
}

function optionDemand(count: number, at: Path): readonly Demand[] {
  if (count === 0 || count > mostAnywhere) return [];
  return [
    {
      what: `the ${count} options`,
      instead: "a numbered list in place of buttons",
      at,
      fits: ({ options }) => count <= options,
    },
  ];
}
