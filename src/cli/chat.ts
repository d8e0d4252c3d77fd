/** `parley chat`: a talk with an assistant in the terminal, on the real interpreter; no API is asked. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { answerFrom, shownCall } from "#cli/chat/answers.ts";
import { linesSince } from "#cli/chat/lines.ts";
import { scoring } from "#cli/chat/scoring.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { siteOption } from "#cli/options.ts";
import { type ReadSite, readSite } from "#cli/site.ts";
import { milliseconds } from "#content/duration.ts";
import { type Input, perform, type Scene } from "#rehearsal/perform.ts";
import { type Cast, castOf } from "#rehearsal/programs.ts";
import { type Recording, startRecording } from "#rehearsal/recording.ts";
import { shownDuration } from "#rehearsal/show-line.ts";
import { type Call, openStage, type Stage } from "#rehearsal/stage.ts";
import type { Given, TestFile } from "#rehearsal/test-file.ts";
import { writeTestFile } from "#rehearsal/write-test.ts";
import { compile } from "#runtime/program.ts";
import { writeFiles } from "#source/write-files.ts";

const help = `What you type is what the customer says. Besides:
  /pick ID           press a button (or type its number)
  /fill NAME=VALUE … fill in a form
  /file NAME         send a file
  /time 30m          let time pass
  /agents GROUP N    how many agents of a group are online
  /agent TEXT        say something as an agent; /agent done hands back
  /vars              what the variables hold
  /save NAME         write the talk as a test
  /quit              end
`;

export const command: Command = {
  usage:
    "parley chat <assistant> [--workflow ID] [--language LANG] [--channel ID] [--now MOMENT] [--explain] [--site DIR]",
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...siteOption,
        workflow: { type: "string" },
        language: { type: "string" },
        channel: { type: "string" },
        now: { type: "string" },
        explain: { type: "boolean" },
      },
    });
    const site = await readSite(findSite(values.site), "left-out");
    const cast = castFor(site, positionals[0]);
    const { workflow, channel } = values;
    if (workflow !== undefined && !cast.workflows.has(workflow)) {
      throw new Failure(
        `"${cast.item.id}" has no workflow "${workflow}"`,
        `its workflows are ${[...cast.workflows.keys()].join(", ")}`,
      );
    }
    if (channel !== undefined && !site.content.channels.has(channel)) {
      throw new Failure(
        `there is no channel "${channel}"`,
        `the channels are ${[...site.content.channels.keys()].join(", ")}`,
      );
    }
    const language = values.language ?? cast.languages[0] ?? "en";
    if (![...cast.languages, ...cast.preparing].includes(language)) {
      throw new Failure(
        `"${cast.item.id}" does not speak "${language}"`,
        `it speaks ${[...cast.languages, ...cast.preparing].join(", ")}`,
      );
    }
    const now = values.now === undefined ? Date.now() : Date.parse(values.now);
    if (Number.isNaN(now)) throw new Failure(`"${values.now}" is no moment`, "write --now 2026-03-02T10:00:00+01:00");
    const agents: Record<string, number> = {};
    const stage = openStage({ program: cast.program(channel, language), language, now, agents, user: {} });
    const chat: Chat = {
      site,
      cast,
      language,
      workflow,
      channel,
      now,
      agents,
      stage,
      explain: values.explain === true,
    };
    return talk(chat);
  },
};

interface Chat {
  readonly site: ReadSite;
  readonly cast: Cast;
  readonly language: string;
  readonly workflow: string | undefined;
  readonly channel: string | undefined;
  readonly now: number;
  readonly agents: Record<string, number>;
  readonly stage: Stage;
  readonly explain: boolean;
}

function castFor({ content }: ReadSite, name: string | undefined): Cast {
  const names = [...content.assistants.keys()];
  const item = name === undefined ? undefined : content.assistants.get(name);
  if (!item) {
    throw new Failure(
      name === undefined ? "chat with whom?" : `there is no assistant "${name}"`,
      `the assistants are ${names.join(", ") || "none"}`,
    );
  }
  const cast = castOf(content, item);
  if (!cast) throw new Failure(`the assistant "${name}" cannot be run yet`, "parley validate shows what to mend");
  return cast;
}

async function talk(chat: Chat): Promise<number> {
  const { stage, workflow } = chat;
  const recording = startRecording(stage);
  const isTerminal = process.stdin.isTTY === true;
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: "> ", terminal: isTerminal });
  let shown = 0;
  const show = (): void => {
    process.stdout.write(linesSince(stage, shown, process.stdout.isTTY === true));
    shown = stage.lines.length;
    const call = stage.pending();
    if (call) process.stdout.write(shownCall(call));
    if (isTerminal) input.prompt();
  };
  process.stdout.write(`${help}\n`);
  recording.does({ start: "open" });
  if (workflow === undefined) stage.send({ kind: "open" });
  else stage.begin(workflow, {});
  show();
  for await (const line of input) {
    const call = stage.pending();
    if (line.trim() === "/quit") break;
    if (call) answer(recording, call, line);
    else process.stdout.write(act(chat, recording, line));
    show();
  }
  input.close();
  return 0;
}

function answer(recording: Recording, call: Call, line: string): void {
  const read = answerFrom(line);
  if (read === null) process.stdout.write("That is no answer.\n");
  else recording.answers(call, read);
}

/** Does what a line says; answers what to tell beside what the assistant says. */
function act(chat: Chat, recording: Recording, line: string): string {
  const { stage } = chat;
  const [name = "", ...words] = line.trim().split(/\s+/);
  const rest = words.join(" ");
  switch (name) {
    case "":
      return "";
    case "/help":
      return help;
    case "/pick":
      return rest === "" ? "Which option? /pick ID\n" : doItem(chat, recording, { pick: rest });
    case "/fill": {
      const pairs = rest.split(/ (?=[a-z_.0-9]+=)/).filter((pair) => pair.includes("="));
      if (pairs.length === 0) return "With what? /fill NAME=VALUE NAME=VALUE\n";
      const values = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
      return doItem(chat, recording, { fill: values });
    }
    case "/file":
      return rest === "" ? "Which file? /file photo.jpg\n" : doItem(chat, recording, { file: rest });
    case "/time": {
      const ms = milliseconds(rest);
      if (ms === 0) return "How long? /time 30m\n";
      return (
        doItem(chat, recording, { silence: shownDuration(ms) }) || `It is ${new Date(stage.now()).toISOString()}.\n`
      );
    }
    case "/agents":
      return setAgents(chat, words);
    case "/agent":
      return rest === "" ? "What does the agent say? /agent TEXT\n" : doItem(chat, recording, { agent: rest });
    case "/vars":
      return variables(stage);
    case "/save":
      return save(chat, recording, rest);
  }
  if (name.startsWith("/")) return `There is no ${name}: /help lists what there is.\n`;
  const scores = chat.explain ? scoring(stage, line) : "";
  return doItem(chat, recording, { user: line }) + scores;
}

/** Does what a test's item would, by the same rules, and records it; what cannot be done is told, and changes nothing. */
function doItem({ cast, stage, language, workflow }: Chat, recording: Recording, item: Input): string {
  const scene: Scene = {
    cast,
    stage,
    language,
    file: { ...(workflow === undefined ? { assistant: cast.item.id } : { workflow }), tests: [] },
    act(shown, work) {
      recording.does(item);
      if (shown) stage.lines.push(shown);
      work();
      return null;
    },
  };
  const failure = perform(scene, item, []);
  return failure ? `${failure.message.charAt(0).toUpperCase()}${failure.message.slice(1)}.\n` : "";
}

function setAgents({ cast, agents }: Chat, [group = "", count = "1"]: readonly string[]): string {
  if (!cast.brand.groups.has(group)) return `The groups are ${[...cast.brand.groups.keys()].join(", ") || "none"}.\n`;
  if (!/^\d{1,6}$/.test(count)) return `How many? /agents ${group} 1\n`;
  agents[group] = Number(count);
  return `${agents[group]} online in ${group}.\n`;
}

function variables(stage: Stage): string {
  const { frames, user } = stage.state();
  const { workflows } = compile(stage.program);
  const lines = frames.map(({ workflow, step, values }) => {
    const sensitive = workflows.get(workflow)?.sensitive;
    const shown = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, sensitive?.has(name) ? "•••" : value]),
    );
    return `${workflow}, at ${step}: ${JSON.stringify(shown)}`;
  });
  return `${[...lines, `user: ${JSON.stringify(user)}`].join("\n")}\n`;
}

function save(chat: Chat, recording: Recording, name: string): string {
  const { site, cast, workflow, channel, language } = chat;
  if (name === "") return "Under which name? /save shipped after one bad number\n";
  const path = `assistants/${cast.item.id}/tests/${fileNameOf(name)}.test.yaml`;
  if (existsSync(join(site.folder, path))) return `${path} exists already: save it under another name.\n`;
  const calls = recording.calls();
  const online = Object.fromEntries(Object.entries(chat.agents).filter(([, count]) => count > 0));
  const given: Given = {
    now: new Date(chat.now).toISOString(),
    ...(Object.keys(online).length > 0 && { agents: online }),
    ...(Object.keys(calls).length > 0 && { calls }),
  };
  const end = recording.end();
  const file: TestFile = {
    ...(workflow === undefined ? { assistant: cast.item.id } : { workflow }),
    // What was typed is in one language.
    locales: [language],
    given,
    tests: [
      {
        name,
        ...(channel !== undefined && { channel }),
        talk: recording.items(),
        ...(end !== undefined && { expect: { end } }),
      },
    ],
  };
  try {
    writeFiles(site.folder, new Map([[path, writeTestFile(path, file)]]));
  } catch (error) {
    // The talk goes on: what was played is not lost for a folder that cannot be written to.
    return `${path} could not be written: ${error instanceof Error ? error.message : error}\n`;
  }
  return `Saved as ${path}.\n`;
}

/** A name in another script leaves no letters for a file's name: its code points then tell it from the next one. */
function fileNameOf(name: string): string {
  const latin = (text: string): string =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 60)
      .replace(/^-+|-+$/g, "");
  return latin(name) || `talk-${latin(Array.from(name, (letter) => letter.codePointAt(0)?.toString(16)).join("-"))}`;
}
