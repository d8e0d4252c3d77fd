/** Every picture and file that is named is one of the brand's assets, or stands at an https address. */

import type { Check } from "#checks/check.ts";
import { filesShown } from "#checks/shown-files.ts";
import type { BrandItem } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import { placeOf } from "#content/place.ts";
import type { Finding, Span } from "#findings/finding.ts";

export const missingAsset: Check = {
  name: "missing-asset",
  severity: "error",
  summary: "a picture or a file that is not there",
  run: (content) => [
    ...[...content.brands.values()].flatMap((brand) => {
      const logo = brand.value?.theme?.logo;
      if (logo === undefined) return [];
      return look(logo, brand, placeOf(brand.file, brand.root, ["theme", "logo"]), "the logo");
    }),
    ...filesShown(content).flatMap(({ item, path, step, key, source, brand }) => {
      const noun = key === "image" ? "the picture" : "the file";
      return look(source, brand, placeOf(item.file, item.root, path), noun, step);
    }),
  ],
};

function look(source: string, brand: BrandItem | undefined, at: Span, noun: string, step?: string): readonly Finding[] {
  // What comes from data is known only when a customer gets there.
  if (!brand || source.includes("{{") || /^https:\/\//i.test(source) || brand.assets.has(source)) return [];
  const finding = { check: "missing-asset", severity: "error", at, ...(step !== undefined && { step }) } as const;
  if (/^[a-z][a-z0-9+.-]*:/i.test(source)) {
    return [
      {
        ...finding,
        message: `${noun} "${source}" is at no https address`,
        why: "a page that is safe itself does not show what is not",
        help: `write its https address, or put the file into brands/${brand.id}/assets`,
      },
    ];
  }
  const guess = nearestAsset(source, brand);
  return [
    {
      ...finding,
      message: `${noun} "${source}" is not among the assets of the brand "${brand.id}"`,
      why: "customers would see a gap in its place",
      help:
        guess === undefined
          ? `add brands/${brand.id}/assets/${source.replace(/^\/+/, "")}, or write an https address`
          : `did you mean "${guess}"?`,
    },
  ];
}

/** The path with its folder left out or written too much, in other letters, or nearly so. */
function nearestAsset(source: string, brand: BrandItem): string | undefined {
  const name = source.split("/").at(-1)?.toLowerCase();
  return (
    [...brand.assets.keys()].find((path) => path.split("/").at(-1)?.toLowerCase() === name) ??
    nearest(source, brand.assets.keys())
  );
}
