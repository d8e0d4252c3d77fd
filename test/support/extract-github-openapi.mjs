/**
 * Writes `github-openapi.json`: of GitHub's published description of its REST API, what the fake GitHub speaks. Run by
 * hand when the fake learns an endpoint, with the description that npm's `@octokit/openapi` carries (a hundred
 * times as much, which is why it is no dependency):
 *
 *   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-*.tgz
 *   node test/support/extract-github-openapi.mjs package/generated/api.github.com.json
 */

import { readFileSync, writeFileSync } from "node:fs";

const wanted = [
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "GET /repos/{owner}/{repo}/pulls",
  "POST /repos/{owner}/{repo}/pulls",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}",
  "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments",
  "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
  "POST /repos/{owner}/{repo}/check-runs",
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
  "GET /repos/{owner}/{repo}/git/ref/{ref}",
  "POST /repos/{owner}/{repo}/git/refs",
  "PATCH /repos/{owner}/{repo}/git/refs/{ref}",
  "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
  "POST /repos/{owner}/{repo}/git/blobs",
  "POST /repos/{owner}/{repo}/git/trees",
  "POST /repos/{owner}/{repo}/git/commits",
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals",
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}",
  "POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel",
  "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
  "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
  "GET /repos/{owner}/{repo}/environments/{environment_name}",
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits",
  "GET /orgs/{org}/teams/{team_slug}/memberships/{username}",
];

/** Of several good answers, the one that GitHub gives unless it is asked for more; else the first. */
const usual = { "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches": "204" };

/** What says nothing about what is allowed. */
const idle = new Set(["description", "example", "examples", "externalDocs", "title", "deprecated", "headers", "tags"]);

const source = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const reached = new Map();

/** The value without idle keys; the schemas that it names are written down in `reached`. */
function slim(value, inProperties = false) {
  if (Array.isArray(value)) return value.map((item) => slim(item));
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.$ref === "string") {
    const name = value.$ref.split("/").pop();
    if (value.$ref.startsWith("#/components/schemas/")) {
      if (!reached.has(name)) {
        reached.set(name, null);
        reached.set(name, slim(source.components.schemas[name]));
      }
      return { $ref: `#/schemas/${name}` };
    }
    return slim(at(value.$ref));
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => inProperties || (!idle.has(key) && !key.startsWith("x-")))
      .map(([key, inner]) => [key, slim(inner, key === "properties" && !inProperties)]),
  );
}

function at(ref) {
  return ref
    .slice(2)
    .split("/")
    .reduce((value, key) => value[key.replaceAll("~1", "/")], source);
}

/** GitHub's own example of an answer: the fake's answers begin with it. */
function exampleOf(content) {
  const first = content?.example ?? Object.values(content?.examples ?? {})[0];
  const whole = first?.$ref ? at(first.$ref) : first;
  return whole?.value ?? whole ?? null;
}

const operations = Object.fromEntries(
  wanted.map((name) => {
    const [method, path] = name.split(" ");
    const operation = source.paths[path]?.[method.toLowerCase()];
    if (!operation) throw new Error(`GitHub describes no ${name}`);
    const [status, response] = Object.entries(operation.responses).find(([code]) =>
      usual[name] ? code === usual[name] : code.startsWith("2"),
    );
    const content = (response.$ref ? at(response.$ref) : response).content?.["application/json"];
    return [
      name,
      {
        parameters: slim(operation.parameters ?? []).map(({ name: key, in: where, required = false, schema }) => ({
          name: key,
          in: where,
          required,
          schema,
        })),
        request: slim(operation.requestBody?.content?.["application/json"]?.schema ?? null),
        status: Number(status),
        response: slim(content?.schema ?? null),
        example: exampleOf(content),
      },
    ];
  }),
);

writeFileSync(
  new URL("github-openapi.json", import.meta.url),
  `${JSON.stringify({
    source: `@octokit/openapi, generated/api.github.com.json, GitHub v3 REST API ${source.info.version} (MIT license)`,
    operations,
    schemas: Object.fromEntries(reached),
  })}\n`,
);
