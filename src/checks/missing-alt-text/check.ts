/** Every picture says in words what it shows. */

import type { Check } from "#checks/check.ts";
import { filesShown } from "#checks/shown-files.ts";
import { placeOfKey } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

export const missingAltText: Check = {
  name: "missing-alt-text",
  severity: "warning",
  summary: "a picture without words for those who cannot see it",
  run: (content) =>
    filesShown(content)
      .filter(({ key, described }) => key === "image" && !described)
      .map(
        ({ item, path, step, source }): Finding => ({
          check: "missing-alt-text",
          severity: "warning",
          message: `the picture "${source}" has no "alt"`,
          at: placeOfKey(item.file, item.root, path),
          step,
          why: "customers who cannot see it, and channels that cannot show it, would get nothing in its place",
          help: 'say what it shows: alt: "…"',
        }),
      ),
};
