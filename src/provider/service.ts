/** The Pulumi provider as a gRPC service on a free port of this machine. */

import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import grpcService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { Driver } from "#drivers/driver.ts";
import type { Release } from "#plan/live.ts";
import { type Resource, resources } from "#provider/resources.ts";
import { schema } from "#provider/schema.ts";
import { fromStruct, type Properties, toStruct, unknown } from "#provider/values.ts";

export interface Provider {
  readonly port: number;
  stop(): void;
}

/** A request's accessors, as the generated code has them. */
// biome-ignore lint/suspicious/noExplicitAny: the generated messages have no common type.
type Message = any;

/**
 * Serves the provider. `driverFor` is given the provider's configuration, and throws what is wrong with it; what is
 * live is read once, when the engine configures the provider.
 */
export async function serveProvider(driverFor: (config: Properties) => Driver): Promise<Provider> {
  let live: Release | null = null;
  let driver: Driver;
  const resourceOf = (request: Message): Resource => {
    const type = String(request.getUrn()).split("::")[2]?.split("$").at(-1) ?? "";
    const resource = resources[type];
    if (!resource) throw new Error(`the provider has no resource "${type}"`);
    return resource;
  };

  const methods: Readonly<Record<string, (request: Message) => Promise<Message>>> = {
    getSchema: async () => make(messages.GetSchemaResponse, (answer) => answer.setSchema(JSON.stringify(schema))),
    getPluginInfo: async () => make(plugin.PluginInfo, (answer) => answer.setVersion(schema.version)),
    checkConfig: async (request) => make(messages.CheckResponse, (answer) => answer.setInputs(request.getNews())),
    diffConfig: async () => new messages.DiffResponse(),
    async configure(request) {
      driver = driverFor(fromStruct(request.getArgs()));
      live = await driver.liveRelease();
      return make(messages.ConfigureResponse, (answer) => {
        answer.setAcceptsecrets(true);
        answer.setSupportspreview(true);
        answer.setAcceptresources(false);
      });
    },
    async check(request) {
      const failures = resourceOf(request).check(fromStruct(request.getNews()));
      return make(messages.CheckResponse, (answer) => {
        answer.setInputs(request.getNews());
        answer.setFailuresList(
          failures.map(({ property, reason }) =>
            make(messages.CheckFailure, (failure) => {
              failure.setProperty(property);
              failure.setReason(reason);
            }),
          ),
        );
      });
    },
    async diff(request) {
      const { changed, replaced } = resourceOf(request).diff(
        fromStruct(request.getOlds()),
        fromStruct(request.getNews()),
        live,
      );
      return make(messages.DiffResponse, (answer) => {
        answer.setChanges(
          changed.length > 0
            ? messages.DiffResponse.DiffChanges.DIFF_SOME
            : messages.DiffResponse.DiffChanges.DIFF_NONE,
        );
        answer.setDiffsList([...changed]);
        answer.setReplacesList([...replaced]);
        answer.setHasdetaileddiff(true);
        const kinds = messages.PropertyDiff.Kind;
        for (const property of changed) {
          const kind = replaced.includes(property) ? kinds.UPDATE_REPLACE : kinds.UPDATE;
          answer.getDetaileddiffMap().set(
            property,
            make(messages.PropertyDiff, (detail) => detail.setKind(kind)),
          );
        }
      });
    },
    async create(request) {
      const given = request.getProperties();
      const made = request.getPreview()
        ? { id: "", outputs: foreseen(resourceOf(request), fromStruct(given)) }
        : await resourceOf(request).create(driver, fromStruct(given), live);
      return make(messages.CreateResponse, (answer) => {
        answer.setId(made.id);
        answer.setProperties(toStruct(made.outputs, given));
      });
    },
    async update(request) {
      const given = request.getNews();
      const outputs = request.getPreview()
        ? foreseen(resourceOf(request), fromStruct(given))
        : (await resourceOf(request).create(driver, fromStruct(given), live)).outputs;
      return make(messages.UpdateResponse, (answer) => answer.setProperties(toStruct(outputs, given)));
    },
    async read(request) {
      const found = await resourceOf(request).read(driver, request.getId(), fromStruct(request.getProperties()));
      return make(messages.ReadResponse, (answer) => {
        answer.setId(found ? request.getId() : "");
        if (found) answer.setProperties(toStruct(found, request.getProperties()));
      });
    },
    // Bodies stay where they are: the platform collects what nothing uses. A release is only ever replaced.
    delete: async () => new empty.Empty(),
    // The engine tells an attached provider its own address; this one asks it nothing.
    attach: async () => new empty.Empty(),
    cancel: async () => new empty.Empty(),
  };

  const server = new grpc.Server({ "grpc.max_receive_message_length": 100 * 1024 * 1024 });
  const handlers = Object.fromEntries(Object.entries(methods).map(([name, work]) => [name, handler(work)]));
  server.addService(
    (grpcService as unknown as { ResourceProviderService: grpc.ServiceDefinition }).ResourceProviderService,
    handlers,
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, stop: () => server.forceShutdown() };
}

/** A preview touches nothing: what was asked for is known, and what only the platform gives is not. */
function foreseen({ unknowns }: Resource, inputs: Properties): Properties {
  const known = Object.entries(inputs).map(([key, value]) => [key, value === undefined ? unknown : value]);
  return { ...Object.fromEntries(known), ...Object.fromEntries(unknowns.map((name) => [name, unknown])) };
}

function handler(work: (request: Message) => Promise<Message>): grpc.UntypedHandleCall {
  return (call: grpc.ServerUnaryCall<Message, Message>, answer: grpc.sendUnaryData<Message>) => {
    work(call.request).then(
      (message) => answer(null, message),
      (error: unknown) =>
        answer({ code: grpc.status.UNKNOWN, message: error instanceof Error ? error.message : String(error) }),
    );
  };
}

function make(Kind: new () => Message, fill: (message: Message) => void): Message {
  const message = new Kind();
  fill(message);
  return message;
}
