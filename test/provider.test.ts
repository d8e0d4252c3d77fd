/** The provider, asked as the engine asks it: over gRPC, with what the engine sends for secrets and unknowns. */

import * as grpc from "@grpc/grpc-js";
import grpcService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { canonicalJson } from "#content/body.ts";
import type { Driver } from "#drivers/driver.ts";
import { type Provider, serveProvider } from "#provider/service.ts";
import { effect, requestOf, site } from "./drivers/driver-suite.ts";
import { memoryDriver } from "./support/memory-driver.ts";

const secretKey = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [secretKey]: "1b47061264138c4ac30d75fd1eb44270", value });
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

// biome-ignore lint/suspicious/noExplicitAny: the generated messages and client have no common type.
type Message = any;
let driver: Driver;
let provider: Provider;
let client: Message;

beforeEach(async () => {
  driver = memoryDriver();
  provider = await serveProvider(() => driver);
  const Client = (grpcService as Message).ResourceProviderClient;
  client = new Client(`127.0.0.1:${provider.port}`, grpc.credentials.createInsecure());
  await configure();
});
afterEach(() => {
  client.close();
  provider.stop();
});

function ask(method: string, request: Message): Promise<Message> {
  return new Promise((resolve, reject) =>
    client[method](request, (error: unknown, answer: Message) => (error ? reject(error) : resolve(answer))),
  );
}

const fill = (Kind: new () => Message, values: Readonly<Record<string, unknown>>): Message => {
  const message = new Kind();
  for (const [name, value] of Object.entries(values)) message[`set${name}`](value);
  return message;
};
const toStruct = (value: object) => struct.Struct.fromJavaScript(value as never);
const urn = (kind: string) => `urn:pulumi:s::p::parley:index:${kind}::thing`;
const configure = () => ask("configure", fill(messages.ConfigureRequest, { Args: toStruct({}) }));

const { bodies, content } = site();
const [digest = ""] = bodies.keys();
const brand = { name: "acme", digest };
const release = { content: canonicalJson(content), effect };

test("it says what it can do, and its schema names every resource", async () => {
  const configured = await configure();
  expect([configured.getAcceptsecrets(), configured.getSupportspreview()]).toEqual([true, true]);
  const schema = JSON.parse((await ask("getSchema", new messages.GetSchemaRequest())).getSchema());
  expect(Object.keys(schema.resources).map((name) => name.split(":").at(-1))).toEqual([
    "Brand",
    "Channel",
    "Assistant",
    "Release",
  ]);
});

test.each<[string, object, string[]]>([
  ["Brand", brand, []],
  ["Brand", { name: "acme", digest: "short" }, ["digest"]],
  ["Brand", { name: "acme", digest: unknown }, []],
  ["Release", release, []],
  ["Release", { content: "{", effect }, ["content"]],
  ["Release", { content: "{}", effect: "none" }, ["effect"]],
])("check of a %s %j finds %j", async (kind, inputs, wrong) => {
  const answer = await ask("check", fill(messages.CheckRequest, { Urn: urn(kind), News: toStruct(inputs) }));
  expect(answer.getFailuresList().map((failure: Message) => failure.getProperty())).toEqual(wrong);
  expect(answer.getInputs().toJavaScript()).toEqual(inputs);
});

const diff = (kind: string, olds: object, news: object) =>
  ask("diff", fill(messages.DiffRequest, { Id: "x", Urn: urn(kind), Olds: toStruct(olds), News: toStruct(news) }));

test("another digest is another body, and the reason is named", async () => {
  const same = await diff("Brand", brand, brand);
  expect(same.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_NONE);
  const other = await diff("Brand", brand, { ...brand, digest: "f".repeat(64) });
  expect(other.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_SOME);
  expect(other.getReplacesList()).toEqual(["digest"]);
  expect(other.getDetaileddiffMap().get("digest").getKind()).toBe(messages.PropertyDiff.Kind.UPDATE_REPLACE);
});

test("a release is compared with what is live, whatever the state says", async () => {
  await driver.uploadBodies(bodies);
  await configure();
  const lost = await diff("Release", release, release);
  expect(lost.getDiffsList()).toEqual(["content"]);
  await driver.release(requestOf(content, null));
  await configure();
  expect((await diff("Release", { content: "{}", effect }, release)).getDiffsList()).toEqual([]);
});

const create = (kind: string, inputs: object, preview = false) =>
  ask("create", fill(messages.CreateRequest, { Urn: urn(kind), Properties: toStruct(inputs), Preview: preview }));

test("a preview touches nothing, and what only the platform gives is unknown", async () => {
  const answer = await create("Release", release, true);
  expect(answer.getProperties().toJavaScript()).toEqual({ ...release, number: unknown });
  const known = await create("Brand", { name: "acme", digest: unknown }, true);
  expect(known.getProperties().toJavaScript()).toEqual({ name: "acme", digest: unknown });
  expect((await driver.readLive()).release).toBe(null);
});

test("a body that was not uploaded is refused; one that is there is adopted, as often as asked", async () => {
  await expect(create("Brand", brand)).rejects.toThrow(/"acme" has not been uploaded/);
  await driver.uploadBodies(bodies);
  const ids = [(await create("Brand", brand)).getId(), (await create("Brand", brand)).getId()];
  expect(ids).toEqual([`acme@${digest.slice(0, 12)}`, `acme@${digest.slice(0, 12)}`]);
});

test("a release is made once, and again it is the same one", async () => {
  await driver.uploadBodies(bodies);
  for (let time = 0; time < 2; time += 1) {
    expect((await create("Release", release)).getProperties().toJavaScript()).toMatchObject({ number: 1 });
  }
  expect(await driver.history(5)).toHaveLength(1);
});

test("what came in as a secret goes out as one", async () => {
  await driver.uploadBodies(bodies);
  const answer = await create("Brand", { ...brand, digest: secret(digest) });
  expect(answer.getProperties().toJavaScript()).toEqual({ name: "acme", digest: secret(digest) });
});

test("read tells what is live; what is gone has no id", async () => {
  const read = (kind: string, properties: object) =>
    ask("read", fill(messages.ReadRequest, { Id: "x", Urn: urn(kind), Properties: toStruct(properties) }));
  expect((await read("Brand", brand)).getId()).toBe("");
  expect((await read("Release", release)).getId()).toBe("");
  await driver.uploadBodies(bodies);
  await driver.release(requestOf(content, null));
  expect((await read("Brand", brand)).getProperties().toJavaScript()).toEqual(brand);
  const live = (await read("Release", { content: "{}", effect })).getProperties().toJavaScript();
  expect(live).toEqual({ content: canonicalJson(content), effect, number: 1 });
});

test("delete and cancel take nothing away", async () => {
  await driver.uploadBodies(bodies);
  await ask("delete", fill(messages.DeleteRequest, { Id: "x", Urn: urn("Brand"), Properties: toStruct(brand) }));
  await ask("cancel", new empty.Empty());
  expect(await driver.missing([digest])).toEqual([]);
});
