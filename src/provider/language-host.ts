/**
 * What the Pulumi engine calls a language host, for one program: the resources of a plan. The engine asks it to run, and
 * it registers them over the engine's own protocol, as Pulumi's SDKs for other languages do. The SDK for Node is not
 * imported: that takes longer than the whole of this.
 */

import * as grpc from "@grpc/grpc-js";
import languageService from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import monitorService from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import monitorMessages from "@pulumi/pulumi/proto/resource_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";

export interface ResourceInputs {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, string | number | readonly string[]>>;
}

/** Everything in `first` is made, and then `last`, which depends on it. */
export interface EngineProgram {
  readonly first: readonly ResourceInputs[];
  readonly last: ResourceInputs;
}

export interface LanguageHost {
  readonly port: number;
  stop(): void;
}

/** A request's accessors, as the generated code has them. */
// biome-ignore lint/suspicious/noExplicitAny: the generated messages have no common type.
type Message = any;

const largestMessage = 100 * 1024 * 1024;

export async function serveProgram(program: EngineProgram): Promise<LanguageHost> {
  const methods: Readonly<Record<string, (request: Message) => Promise<Message>>> = {
    getRequiredPlugins: async () => new language.GetRequiredPluginsResponse(),
    async getPluginInfo() {
      const info = new plugin.PluginInfo();
      info.setVersion("1.0.0");
      return info;
    },
    async run(request) {
      await registerAll(program, request.getMonitorAddress(), request.getProject(), request.getStack());
      return new language.RunResponse();
    },
  };
  const server = new grpc.Server();
  const { LanguageRuntimeService } = languageService as unknown as { LanguageRuntimeService: grpc.ServiceDefinition };
  server.addService(
    LanguageRuntimeService,
    Object.fromEntries(Object.entries(methods).map(([name, work]) => [name, handler(work)])),
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, stop: () => server.forceShutdown() };
}

function handler(work: (request: Message) => Promise<Message>): grpc.UntypedHandleCall {
  return (call: grpc.ServerUnaryCall<Message, Message>, answer: grpc.sendUnaryData<Message>) => {
    work(call.request).then(
      (message) => answer(null, message),
      // What is wrong with a resource the engine has told already.
      (error: Error) => answer({ code: grpc.status.UNKNOWN, message: error.message }),
    );
  };
}

async function registerAll(
  { first, last }: EngineProgram,
  address: string,
  project: string,
  stack: string,
): Promise<void> {
  const { ResourceMonitorClient } = monitorService as unknown as {
    ResourceMonitorClient: grpc.ServiceClientConstructor;
  };
  const monitor = new ResourceMonitorClient(address, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": largestMessage,
    "grpc.max_send_message_length": largestMessage,
  });
  const ask = (method: string, request: Message): Promise<Message> =>
    new Promise((resolve, reject) =>
      (monitor as Message)[method](request, (error: Error | null, answer: Message) =>
        error ? reject(error) : resolve(answer),
      ),
    );
  const register = async (request: Message): Promise<string> => (await ask("registerResource", request)).getUrn();
  try {
    const root = new monitorMessages.RegisterResourceRequest();
    root.setType("pulumi:pulumi:Stack");
    root.setName(`${project}-${stack}`);
    const parent = await register(root);
    const urns = await Promise.all(first.map((resource) => register(requestOf(resource, parent, []))));
    await register(requestOf(last, parent, urns));
    const outputs = new monitorMessages.RegisterResourceOutputsRequest();
    outputs.setUrn(parent);
    await ask("registerResourceOutputs", outputs);
    await ask("signalAndWaitForShutdown", new empty.Empty());
  } finally {
    monitor.close();
  }
}

function requestOf({ type, name, inputs }: ResourceInputs, parent: string, dependencies: readonly string[]): Message {
  const request: Message = new monitorMessages.RegisterResourceRequest();
  request.setType(type);
  request.setName(name);
  request.setParent(parent);
  request.setCustom(true);
  request.setObject(struct.Struct.fromJavaScript(inputs as Parameters<typeof struct.Struct.fromJavaScript>[0]));
  request.setDependenciesList([...dependencies]);
  request.setAcceptsecrets(true);
  request.setAcceptresources(true);
  return request;
}
