/** The YAML language server that VS Code's extension runs, spoken to as an editor does. */

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";

const binary = fileURLToPath(
  new URL("../../node_modules/yaml-language-server/bin/yaml-language-server", import.meta.url),
);

export interface LanguageServer {
  /** Opens a text as the file at `path`; what is wrong with it, each with its line, counted from 1. */
  problems(path: string, text: string): Promise<readonly { readonly line: number; readonly message: string }[]>;
  /** What is offered where `|` stands in the text. */
  offered(path: string, text: string): Promise<readonly string[]>;
  /** What is shown when the pointer rests where `|` stands in the text. */
  shown(path: string, text: string): Promise<string>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** `schemas` are patterns of files by a schema's path, as in an editor's `yaml.schemas`. */
export async function startLanguageServer(
  folder: string,
  schemas: Readonly<Record<string, readonly string[]>>,
): Promise<LanguageServer> {
  const server = spawn(process.execPath, [binary, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void server.kill());
  const waiting: { readonly wants: (message: Message) => boolean; readonly got: (message: Message) => void }[] = [];
  const settings = { yaml: { schemas: absolute(folder, schemas), schemaStore: { enable: false }, hover: true } };
  listen(server, (message) => {
    if (message.method !== undefined && message.id !== undefined) {
      // It asks for its settings part by part; whatever else it asks, the answer is nothing.
      const items = (message.params as { items?: { section?: string }[] } | undefined)?.items;
      const result = items?.map(({ section }) => (section === "yaml" ? settings.yaml : {})) ?? null;
      send(server, { id: message.id, result });
    }
    const index = waiting.findIndex(({ wants }) => wants(message));
    if (index >= 0) waiting.splice(index, 1)[0]?.got(message);
  });
  const next = (wants: (message: Message) => boolean): Promise<Message> =>
    new Promise((got) => void waiting.push({ wants, got }));
  let requests = 0;
  const ask = async (method: string, params: unknown): Promise<unknown> => {
    requests += 1;
    const id = requests;
    const answer = next((message) => message.id === id && message.method === undefined);
    send(server, { id, method, params });
    return (await answer).result;
  };
  let version = 0;
  const open = (uri: string, text: string): void => {
    version += 1;
    send(server, {
      method: "textDocument/didOpen",
      params: { textDocument: { uri, languageId: "yaml", version, text } },
    });
  };
  const problems: LanguageServer["problems"] = async (path, text) => {
    const uri = pathToFileURL(join(folder, path)).href;
    const published = next(
      ({ method, params }) => method === "textDocument/publishDiagnostics" && (params as { uri: string }).uri === uri,
    );
    open(uri, text);
    const { diagnostics } = (await published).params as {
      diagnostics: { range: { start: { line: number } }; message: string }[];
    };
    return diagnostics.map(({ range, message }) => ({ line: range.start.line + 1, message }));
  };
  const at = async (path: string, marked: string) => {
    const before = marked.slice(0, marked.indexOf("|")).split("\n");
    // Once a text has been looked at, its schema has been read.
    await problems(path, marked.replace("|", ""));
    return {
      textDocument: { uri: pathToFileURL(join(folder, path)).href },
      position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
    };
  };

  await ask("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: { workspace: { configuration: true }, textDocument: { completion: {} } },
  });
  send(server, { method: "initialized", params: {} });
  const asked = next(({ method }) => method === "workspace/configuration");
  send(server, { method: "workspace/didChangeConfiguration", params: { settings } });
  await asked;

  return {
    problems,
    async offered(path, marked) {
      const result = (await ask("textDocument/completion", await at(path, marked))) as { items: { label: string }[] };
      return result.items.map(({ label }) => label);
    },
    async shown(path, marked) {
      const result = (await ask("textDocument/hover", await at(path, marked))) as {
        contents: { value: string };
      } | null;
      return result?.contents.value ?? "";
    },
  };
}

function absolute(folder: string, schemas: Readonly<Record<string, readonly string[]>>) {
  return Object.fromEntries(
    Object.entries(schemas).map(([path, files]) => [pathToFileURL(join(folder, path)).href, files]),
  );
}

function send(server: ChildProcess, message: object): void {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** Messages follow one another, each with its length before it. */
function listen(server: ChildProcess, heard: (message: Message) => void): void {
  let bytes = Buffer.alloc(0);
  server.stdout?.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const end = bytes.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/i.exec(bytes.subarray(0, Math.max(end, 0)).toString())?.[1]);
      if (end < 0 || bytes.length < end + 4 + length) return;
      const body = bytes.subarray(end + 4, end + 4 + length).toString();
      bytes = bytes.subarray(end + 4 + length);
      heard(JSON.parse(body) as Message);
    }
  });
}
