/** Of the fake GitHub: who may do what in the repository, who is in which team, whose commits a pull request holds. */

import { createHash } from "node:crypto";
import type { FakeState } from "./fake-github-operations.ts";
import { Refusal } from "./fake-github-refusal.ts";
import type { Operation } from "./github-description.ts";

export type Access = "admin" | "write" | "read" | "none";

/** GitHub's example of a user, as somebody else. */
export function userLike(example: object, login: string): object {
  const number = createHash("sha256").update(login.toLowerCase()).digest().readUInt32BE(0) >>> 2;
  return { ...example, login, id: number, type: login.endsWith("]") ? "Bot" : "User" };
}

/** What an operation about people answers; undefined: it is none of these. */
export function performForPeople(state: FakeState, { name, path, example }: Operation): unknown {
  const base = (Array.isArray(example) ? example[0] : example) as Readonly<Record<string, unknown>>;
  switch (name) {
    case "GET /repos/{owner}/{repo}/collaborators/{username}/permission": {
      const login = path.username ?? "";
      const [, permission = "none"] =
        [...state.access].find(([each]) => each.toLowerCase() === login.toLowerCase()) ?? [];
      // GitHub's own example lacks what its description asks for.
      const user = { ...userLike(base.user as object, login), role_name: permission };
      return { ...base, permission, role_name: permission, user };
    }
    case "GET /orgs/{org}/teams/{team_slug}/memberships/{username}":
      // Whoever is not in it is not told apart from a team that is not there.
      return state.teams.get(path.team_slug ?? "")?.includes(path.username ?? "")
        ? { ...base, state: "active", role: "member" }
        : new Refusal(404, "Not Found");
    case "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits": {
      const found = state.pulls.find(({ number }) => number === Number(path.pull_number));
      if (!found) return new Refusal(404, "Not Found");
      // A commit whose address nobody on GitHub has is nobody's.
      return (found.authors ?? [null]).map((login) => ({
        ...base,
        author: login === null ? null : userLike(base.author as object, login),
        committer: null,
      }));
    }
    default:
      return undefined;
  }
}
