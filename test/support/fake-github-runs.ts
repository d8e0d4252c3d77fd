/** Of the fake GitHub: runs of workflows, the environments that they wait for, and who said yes there. */

import type { FakeState } from "./fake-github-operations.ts";
import { userLike } from "./fake-github-people.ts";
import { Refusal } from "./fake-github-refusal.ts";
import type { Operation } from "./github-description.ts";

export interface FakeRun {
  readonly id: number;
  /** The workflow's file. */
  readonly file: string;
  readonly branch: string;
  readonly sha: string;
  status: "queued" | "waiting" | "in_progress" | "completed";
  conclusion: string | null;
  readonly createdAt: string;
  readonly login: string;
}

export interface FakeApproval {
  readonly environment: string;
  readonly login: string;
  readonly state: "approved" | "rejected";
  /** It is given only after somebody has looked so often: a run is asked about before it waits. */
  looks?: number;
}

export interface FakeEnvironment {
  readonly users?: readonly string[];
  readonly teams?: readonly string[];
  readonly preventSelfReview?: boolean;
}

/** What an operation about runs answers; undefined: it is none of these. */
export function performForRuns(
  state: FakeState,
  { name, path, example }: Operation,
  query: URLSearchParams,
  body: Readonly<Record<string, unknown>>,
  login: string,
): unknown {
  const base = (Array.isArray(example) ? example[0] : example) as Readonly<Record<string, unknown>>;
  const run = (each: FakeRun, like: Readonly<Record<string, unknown>> = base) => ({
    ...like,
    id: each.id,
    path: `.github/workflows/${each.file}`,
    head_branch: each.branch,
    head_sha: each.sha,
    status: each.status,
    conclusion: each.conclusion,
    created_at: each.createdAt,
    actor: userLike(like.actor as object, each.login),
  });
  const known = () => state.runs.find(({ id }) => id === Number(path.run_id));
  switch (name) {
    case "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs": {
      const [like] = base.workflow_runs as readonly Readonly<Record<string, unknown>>[];
      const found = state.runs
        .filter(({ file }) => file === path.workflow_id)
        .filter(({ branch }) => branch === (query.get("branch") ?? branch))
        .filter(({ sha }) => sha === (query.get("head_sha") ?? sha))
        .filter(({ status, conclusion }) => [null, status, conclusion].includes(query.get("status")))
        .toReversed();
      return { total_count: found.length, workflow_runs: found.map((each) => run(each, like)) };
    }
    case "GET /repos/{owner}/{repo}/actions/runs/{run_id}": {
      const found = known();
      return found ? run(found) : new Refusal(404, "Not Found");
    }
    case "POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel": {
      const found = known();
      if (!found) return new Refusal(404, "Not Found");
      if (found.status === "completed") return new Refusal(409, "Cannot cancel a workflow run that is completed.");
      Object.assign(found, { status: "completed", conclusion: "cancelled" });
      return {};
    }
    case "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches": {
      const sha = state.branches.get(String(body.ref));
      if (sha === undefined) return new Refusal(422, `No ref found for: ${String(body.ref)}`);
      state.runs.push({
        id: (state.ids += 1),
        file: path.workflow_id ?? "",
        branch: String(body.ref),
        sha,
        status: "queued",
        conclusion: null,
        createdAt: new Date().toISOString().replace(/\.\d+/, ""),
        login,
      });
      return {};
    }
    case "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals": {
      const given = state.approvals.filter(({ looks = 0 }) => looks === 0);
      for (const each of state.approvals) each.looks = Math.max((each.looks ?? 0) - 1, 0);
      return given.map(({ environment, login: who, state: said }) => ({
        ...base,
        state: said,
        environments: [{ ...((base.environments as readonly object[])[0] as object), name: environment }],
        user: userLike(base.user as object, who),
      }));
    }
    case "GET /repos/{owner}/{repo}/environments/{environment_name}": {
      const found = state.environments.get(path.environment_name ?? "");
      return found ? { ...base, name: path.environment_name, ...rulesOf(found, base) } : new Refusal(404, "Not Found");
    }
    default:
      return undefined;
  }
}

/** GitHub's example has a rule that names a user and a team: those of this environment are like them. */
function rulesOf(
  { users = [], teams = [], preventSelfReview = false }: FakeEnvironment,
  base: Readonly<Record<string, unknown>>,
): object {
  interface Rule {
    readonly type: string;
    readonly reviewers?: readonly { readonly type: string; readonly reviewer: object }[];
  }
  const rules = base.protection_rules as readonly Rule[];
  const like = rules.find(({ type }) => type === "required_reviewers");
  const exampleOf = (kind: string) => like?.reviewers?.find(({ type }) => type === kind)?.reviewer ?? {};
  const reviewers = [
    ...users.map((login) => ({ type: "User", reviewer: userLike(exampleOf("User"), login) })),
    ...teams.map((slug) => ({ type: "Team", reviewer: { ...exampleOf("Team"), name: slug, slug } })),
  ];
  const others = rules.filter((rule) => rule !== like);
  return {
    protection_rules:
      reviewers.length === 0 ? others : [...others, { ...like, prevent_self_review: preventSelfReview, reviewers }],
  };
}
