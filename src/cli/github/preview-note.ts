/** What the preview's step leaves for the comment's: a file of our own, read as carefully as anybody's. */

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "#cli/failure.ts";
import { code } from "#plan/markdown.ts";

export interface MadePreview {
  /** Of the pull request. */
  readonly number: number;
  readonly name: string;
  readonly environment: string;
  /** Null: whoever reads the comment may be anybody, and is not to have it. */
  readonly link: string | null;
  readonly expires: string;
  readonly stubbed: readonly string[];
}

/** The page behind the link has them all; a comment may be so long. */
const mostShown = 30;

const place = (file: string) => resolve(process.env.INIT_CWD ?? process.cwd(), file);

export function writePreviews(file: string, previews: readonly MadePreview[]): void {
  writeFileSync(place(file), `${JSON.stringify(previews)}\n`);
}

/** A paragraph for each comment, by the pull request's number. Throws `Failure`. */
export function previewNotes(file: string): ReadonlyMap<number, string> {
  return new Map(readPreviews(file).map((preview) => [preview.number, noteOf(preview)]));
}

function noteOf({ name, environment, link, expires, stubbed }: MadePreview): string {
  const until = `until ${code(expires.slice(0, 10))}, or until this is closed`;
  const where =
    link === null
      ? `**Try it:** these drafts are behind a link, ${until}. The link is not for a public page: whoever has a token for previews reads it with ${code(`parley preview --link --name ${name} --env ${environment}`)}.`
      : `**Try it:** [a chat with these drafts](${link}), of which nothing is live, ${until}. Whoever has the link can open it.`;
  if (stubbed.length === 0) return where;
  const shown = stubbed.slice(0, mostShown).map((each) => code(each));
  const more = stubbed.length > shown.length ? ` and ${stubbed.length - shown.length} more` : "";
  return `${where} Never asked there, for they are not what is live: ${shown.join(", ")}${more}.`;
}

function readPreviews(file: string): readonly MadePreview[] {
  const fix = "parley github preview --out writes it";
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(place(file), "utf8"));
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`, fix);
  }
  if (Array.isArray(value) && value.every(isPreview)) return value;
  throw new Failure(`${file} tells of no preview`, fix);
}

function isPreview(value: unknown): value is MadePreview {
  const { number, name, environment, link, expires, stubbed } = Object(value) as Partial<
    Record<keyof MadePreview, unknown>
  >;
  const isLink = link === null || (typeof link === "string" && /^https?:\/\/[^\s()<>[\]"'`\\]+$/.test(link));
  const isList = Array.isArray(stubbed) && stubbed.every((each) => typeof each === "string");
  const isText = [name, environment, expires].every((text) => typeof text === "string");
  return Number.isInteger(number) && isLink && isList && isText;
}
