/** Options that several commands share. */

import { Failure } from "#cli/failure.ts";

export const siteOption = { site: { type: "string" } } as const;
export const formatOption = { format: { type: "string", default: "text" } } as const;
export const environmentOption = { env: { type: "string", default: "local" } } as const;
export const dataOption = { data: { type: "string" } } as const;

export type Format = "text" | "json";

export function format(value: string | undefined): Format {
  if (value === "text" || value === "json" || value === undefined) return value ?? "text";
  throw new Failure(`"${value}" is no format`, "write --format text or --format json");
}

/** A port from 0 (any free one) to 65535. */
export function port(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= 65535 && value.trim() !== "") return number;
  throw new Failure(`"${value}" is no port`, "write a number from 0 to 65535: --port 4000");
}
