/** What an operator owes a customer by law, and who did what: export, erasure, the audit log. */

import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import type { FileLinks } from "#platform/conversations/file-links.ts";
import { problem } from "#platform/http/problem.ts";
import type { Needs } from "#platform/http/scopes.ts";
import { audited, readAudit, writeAudit } from "#platform/store/audit.ts";
import { conversationsOf, type KeptConversation, keptConversation } from "#platform/store/customers.ts";
import { eraseConversations } from "#platform/store/erase.ts";
import { CustomerRef, type ExportedConversation } from "#wire/admin.ts";

export interface PrivacyNeeds {
  readonly privacy: Needs;
  readonly admin: Needs;
}

export interface PrivacyOptions {
  readonly pool: Pool;
  readonly links: FileLinks;
}

const maxAudit = 500;

/** Routes below `/admin/v1`. */
export function privacyApi(
  app: FastifyInstance,
  { privacy, admin }: PrivacyNeeds,
  { pool, links }: PrivacyOptions,
): void {
  app.post<{ Body: CustomerRef }>(
    "/customers/export",
    { ...privacy, schema: { body: CustomerRef } },
    async (request) => {
      const ids = await conversationsOf(pool, request.body);
      const found = [];
      for (const id of ids) {
        const kept = await keptConversation(pool, id);
        if (kept) found.push(exportedWith(links, kept));
      }
      // Before anything is given out.
      await writeAudit(pool, { who: request.holder, what: "export" }, `${found.length} conversations`);
      return { conversations: found };
    },
  );
  app.post<{ Body: CustomerRef }>(
    "/customers/erase",
    { ...privacy, schema: { body: CustomerRef } },
    async (request) => {
      const ids = await conversationsOf(pool, request.body);
      const erased = await audited(
        pool,
        { who: request.holder, what: "erase" },
        (client) => eraseConversations(client, ids),
        (count) => `${count} conversations`,
      );
      return { erased };
    },
  );
  app.get<{ Querystring: { limit?: string } }>("/audit", admin, async (request, reply) => {
    const limit = Number(request.query.limit ?? 100);
    if (!Number.isInteger(limit) || limit < 1) return problem(reply, 400, "bad-request", "a limit is a whole number");
    return { audit: await readAudit(pool, Math.min(limit, maxAudit)) };
  });
}

/** With addresses at which the files can be had for about a day. */
function exportedWith(
  links: FileLinks,
  { conversation, messages, files, ...kept }: KeptConversation,
): ExportedConversation {
  return {
    conversation,
    ...links.renewedIn(conversation, kept),
    messages: [...links.renewed(conversation, messages)],
    files: files.map((file) => ({ ...file, url: links.to(conversation, file.id, file.name) })),
  };
}
