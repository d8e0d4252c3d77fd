/** `parley drift --fix adopt`: what is live is written into the files; where it cannot be, nothing is written at all. */

import { speaking, type Target } from "#cli/environment.ts";
import { examine } from "#cli/examine.ts";
import { Failure } from "#cli/failure.ts";
import type { Drift } from "#cli/read-drift.ts";
import type { ReadSite } from "#cli/site.ts";
import { assetBytes, changedTree, writeChanges } from "#cli/site-changes.ts";
import type { FileChange } from "#content/adopt/write-back.ts";
import { checked } from "#content/content.ts";
import type { FileTree } from "#content/files.ts";
import type { Finding, Sources } from "#findings/finding.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import { adoptedFiles, missed } from "#plan/adopted-files.ts";
import { acceptedJson, acceptedLines } from "#plan/render-drift.ts";

/** Exits with 1 where something cannot be written. Errors that the files have afterwards, and had not, are told. */
export async function adopt(site: ReadSite, target: Target, drift: Drift, asJson: boolean): Promise<number> {
  const { live, base, bodies, sorted } = drift;
  const accepted = sorted.accepted.flatMap(({ fields }) => fields);
  const content = checked(site.content, site.findings);
  if (!live || !base) throw new Failure("nothing is live", "publish first");
  if (!content) throw new Failure("the site has errors", "mend what parley validate says first");
  const { environment } = target;
  const { changes, refused, expected } = adoptedFiles(site.files, content, {
    environment,
    base,
    live,
    bodies,
    accepted,
  });
  const assets = refused.length > 0 ? new Map() : await speaking(target, () => assetBytes(target.driver, changes));
  const files = changedTree(site.files, changes, assets);
  const problems =
    refused.length > 0 ? refused : missed(files, environment, { release: live, bodies, holds: [] }, expected, accepted);
  if (problems.length > 0) {
    process.stdout.write(
      asJson
        ? `${JSON.stringify({ adopted: null, changes: [], refused: problems, findings: [] }, null, 2)}\n`
        : [
            "Nothing was written, because not all of it can be:",
            ...problems.map((problem) => `  ${problem}`),
            "Make it so by hand, revert it (parley drift --fix revert), or let it stay for a while (--accept).",
            "",
          ].join("\n"),
    );
    return 1;
  }
  const { errors, sources } = await newErrors(site, files);
  writeChanges(site.folder, changes, assets);
  const listed = changes.map((change) => ({ action: actionOf(change, site.files), path: change.path }));
  process.stdout.write(
    asJson
      ? `${JSON.stringify({ adopted: live.number, changes: listed, refused: [], findings: errors.map(({ check, message, at }) => ({ check, message, file: at.file })), accepted: acceptedJson(sorted) }, null, 2)}\n`
      : [
          ...listed.map(({ action, path }) => `${signs[action]} ${path}`),
          "",
          `The files say what release ${live.number} runs${accepted.length === 0 ? "" : ", but for what is accepted"}: look at the difference, and commit it.`,
          ...acceptedLines(sorted),
          ...(accepted.length === 0
            ? []
            : [
                "That was left alone, and a publish of the files ends it. Take it out of parley.yaml to adopt it, too.",
              ]),
          ...(errors.length === 0
            ? []
            : ["What does not go with it any more:", "", renderFindingsText(errors, sources, files.size, false)]),
          "",
        ].join("\n"),
  );
  return 0;
}

const signs = { added: "+", changed: "~", deleted: "-" } as const;

function actionOf({ kind, path }: FileChange, files: FileTree): keyof typeof signs {
  return kind === "gone" ? "deleted" : files.has(path) ? "changed" : "added";
}

/** Such as a conversation test of what is live no more. */
async function newErrors(
  { files, today }: ReadSite,
  after: FileTree,
): Promise<{ readonly errors: readonly Finding[]; readonly sources: Sources }> {
  const nameOf = ({ check, message, at }: Finding) => `${check} ${at.file} ${message}`;
  const known = new Set((await examine(files, { today })).findings.map(nameOf));
  const { findings, sources } = await examine(after, { today });
  return {
    errors: findings.filter((finding) => finding.severity === "error" && !known.has(nameOf(finding))),
    sources,
  };
}
