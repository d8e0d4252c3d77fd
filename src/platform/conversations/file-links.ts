/**
 * Addresses of customers' files. Each is signed, and good for about a day: whoever finds an old one reads nothing. So
 * what is kept of an address is worth nothing later, and whoever may read a line is given a new one with it.
 *
 * While platforms are replaced one after another, an older one is asked for what a newer one made: another form of address
 * is understood by one version, and made from the next one on.
 */

import { createHmac, createSecretKey } from "node:crypto";
import { isSame } from "#platform/conversations/same-signature.ts";
import type { ConversationMessage } from "#wire/message.ts";

export interface FileLinks {
  /** The address of a file, below the platform's. */
  to(conversation: string, file: string, name: string): string;
  /** The conversation's lines, with addresses that are good from now on. */
  renewed(conversation: string, lines: readonly ConversationMessage[]): readonly ConversationMessage[];
  /** The same of plain JSON of the conversation: the addresses of its files, wherever they stand in it. */
  renewedIn<T>(conversation: string, value: T): T;
  /** Whether an address is one of ours, and its time not over. */
  look(link: FileLink): "good" | "over" | "none";
}

/** The parts of an address. */
export interface FileLink {
  readonly conversation: string;
  readonly file: string;
  /** Seconds since 1970. */
  readonly until: string;
  readonly signature: string;
}

const hourMs = 3600 * 1000;
/** The same address for an hour, so that browsers keep what they have. */
const goodForHours = 24;
/** An address up to the file's name, which stays: as it is, or escaped to stand inside another one's path. */
const signed = /(\/|%2F)v1\1files\1([\w-]+)\1([\w-]+)\1(\d{1,12})\1([\w-]{43})\1/g;
const path = /^\/v1\/files\/([^/]+)\/([^/]+)\//;

export function fileLinks(key: Buffer, now: () => number = Date.now): FileLinks {
  const signing = createSecretKey(key);
  const sign = ({ conversation, file, until }: Omit<FileLink, "signature">): string =>
    createHmac("sha256", signing).update(`file ${conversation} ${file} ${until}`).digest("base64url");

  const partsOf = (conversation: string, file: string): readonly string[] => {
    const until = String(((Math.floor(now() / hourMs) + 1 + goodForHours) * hourMs) / 1000);
    return ["/v1/files", conversation, file, until, sign({ conversation, file, until })];
  };
  const to = (conversation: string, file: string, name: string): string =>
    [...partsOf(conversation, file), encodeURIComponent(name)].join("/");

  return {
    to,
    renewedIn(conversation, value) {
      const text = JSON.stringify(value);
      const renewed = text?.replace(signed, (before, slash, whose, file, until, signature) =>
        // What only looks like an address of ours, or is another conversation's, is no better than it was.
        whose === conversation && isSame(signature, sign({ conversation, file, until }))
          ? [...partsOf(conversation, file), ""].join("/").replaceAll("/", slash)
          : before,
      );
      return renewed === text ? value : JSON.parse(renewed);
    },
    renewed: (conversation, lines) =>
      lines.map((line) => {
        const { from, message } = line;
        if (from !== "customer" || message.type !== "file") return line;
        const [, whose, file = ""] = path.exec(message.file) ?? [];
        return whose === conversation
          ? { ...line, message: { ...message, file: to(conversation, file, message.name) } }
          : line;
      }),
    look(link) {
      if (!isSame(link.signature, sign(link))) return "none";
      return Number(link.until) * 1000 > now() ? "good" : "over";
    },
  };
}
