/** `parley drift --accept`: what drifted may stay for a while. It is written into `parley.yaml`, to be reviewed like everything else. */

import type { Target } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import type { ReadSite } from "#cli/site.ts";
import { whoAndWhere } from "#cli/who.ts";
import { fileText } from "#content/adopt/file-text.ts";
import { isMap } from "#content/json.ts";
import { jsonOf } from "#content/place.ts";
import type { AcceptedDrift } from "#content/site.ts";
import type { SortedDrift } from "#plan/accepted-drift.ts";
import { writeFiles } from "#source/write-files.ts";

export interface AcceptOptions {
  readonly until?: string;
  readonly why?: string;
  readonly by?: string;
}

/** Who, why and until when, as they were typed. Throws `Failure`. */
export function acceptance(
  { until, why, by }: AcceptOptions,
  today: string,
): Omit<AcceptedDrift, "environment" | "release"> {
  if (until === undefined || !isDay(until) || until < today) {
    throw new Failure(
      until === undefined ? "until when it may stay is not said" : `"${until}" is no day that is still to come`,
      "write its last day: --until 2026-12-24",
    );
  }
  if (!why?.trim()) throw new Failure("why it may stay is not said", 'write --why "…": whoever reviews it reads that');
  return { until, by: by?.trim() || whoAndWhere().who, why: why.trim() };
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** One entry a release that made something so; what no longer counts for it goes. Throws `Failure`. */
export function accept(
  site: ReadSite,
  { environment }: Target,
  { open, over }: SortedDrift,
  terms: Omit<AcceptedDrift, "environment" | "release">,
  asJson: boolean,
): number {
  const releases = [...new Set(open.map(({ since }) => since.number))].sort((a, b) => a - b);
  const added = releases.map((release): AcceptedDrift => ({ environment, release, ...terms }));
  const { file, root, value } = site.content.site;
  const before = root && jsonOf(root);
  const kept = (value?.drift?.accepted ?? []).filter((each) => !over.includes(each));
  const text = isMap(before)
    ? fileText(file, site.sources.get(file) ?? "", { ...before, drift: { accepted: [...kept, ...added] } })
    : null;
  if (text === null) {
    throw new Failure(
      `${file} cannot be changed to say it`,
      `write it by hand, below drift: accepted: ${JSON.stringify(added)}`,
    );
  }
  writeFiles(site.folder, new Map([[file, text]]));
  process.stdout.write(
    asJson
      ? `${JSON.stringify({ accepted: added, changes: [{ action: "changed", path: file }] }, null, 2)}\n`
      : [
          `~ ${file}`,
          "",
          ...added.map(
            ({ release, until, by }) =>
              `What release ${release} made so may stay until ${until}; ${by} answers for it.`,
          ),
          "It holds where this file is: commit it, and have it reviewed.",
          "",
        ].join("\n"),
  );
  return 0;
}
