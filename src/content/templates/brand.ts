/** A new brand, with the people who answer for it and their hours. */

import type { Language } from "#content/text.ts";

export interface NewBrand {
  readonly id: string;
  readonly name: string;
  readonly languages: readonly Language[];
  readonly timezone: string;
}

export function brandFiles({ id, name, languages, timezone }: NewBrand): ReadonlyMap<string, string> {
  const folder = `brands/${id}`;
  return new Map([
    [
      `${folder}/brand.yaml`,
      `brand: ${id}
name: ${JSON.stringify(name)}
languages: [${languages.join(", ")}]
theme: { color: "#2F5D50" }
`,
    ],
    [
      `${folder}/schedules/support.yaml`,
      `schedule: support
timezone: ${timezone}
weekly: # an absent day is closed
  mon: ["09:00-17:30"]
  tue: ["09:00-17:30"]
  wed: ["09:00-17:30"]
  thu: ["09:00-17:30"]
  fri: ["09:00-17:30"]
`,
    ],
    [
      `${folder}/groups/support.yaml`,
      `group: support
name: "Support"
schedule: support
`,
    ],
  ]);
}
