/** A small site as bodies: one brand, one assistant that greets, asks an API, waits and hands over, two channels. */

import { type AssistantBody, type Body, type BrandBody, type ChannelBody, digestOf } from "#content/body.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import type { ReleaseRequestRecord } from "#wire/admin.ts";

export interface SmallSite {
  readonly bodies: Readonly<Record<string, Body>>;
  readonly content: ReleaseRequestRecord["content"];
}

export interface SiteOptions {
  /** What the welcome says. */
  readonly hello?: string;
  /** What is said before the number that was asked for. */
  readonly said?: string;
  /** The API that the workflows ask. */
  readonly api?: string;
  /** The secret that the API is asked with. */
  readonly secret?: string;
  /** What is asked for a refund. */
  readonly refund?: object;
  /** How long a customer waits for people. */
  readonly handoffTimeout?: string;
  readonly origins?: readonly string[];
  readonly notice?: string;
  /** How long conversations are kept. */
  readonly retention?: string;
  /** A brand's files, by their paths. */
  readonly assets?: Readonly<Record<string, string>>;
}

const say = (id: string, text: string, more: object = {}): Step => ({ kind: "say", id, say: { en: text }, ...more });
const last = { end: "solved" };

function asking(id: string, phrase: string, call: object): Workflow {
  const step = {
    kind: "call",
    id: "ask",
    call: "shop",
    save: { status: "body.status" },
    errors: {
      timeout: [say("slow", "The shop is slow.", last)],
      else: [say("broken", "The shop does not answer.", last)],
    },
    ...call,
  } as Step;
  return workflow(id, phrase, [step, say("shipped", "It is {{ status }}.", last)], { vars: { status: "string" } });
}

function workflow(id: string, phrase: string, steps: readonly Step[], more: object = {}): Workflow {
  return { workflow: id, start: { phrases: { en: [phrase] } }, steps, ...more };
}

function workflows({
  hello = "Hello!",
  said = "You said",
  refund = { post: "/refunds", body: { order: 1 } },
  handoffTimeout = "10m",
}: SiteOptions): AssistantBody["workflows"] {
  const pick = {
    kind: "choose",
    id: "pick",
    choose: null,
    text: { en: "Which one?" },
    options: [
      { id: "a", label: { en: "The first" } },
      { id: "b", label: { en: "The second" } },
    ],
    other: "end",
  } as const;
  const handoff = {
    kind: "handoff",
    id: "people",
    handoff: "desk",
    mode: "offline",
    tags: ["vip"],
    text: { en: "I leave a note." },
  } as const;
  const all: readonly Workflow[] = [
    { workflow: "hello", steps: [say("hi", hello, last)] },
    asking("order", "where is my order", { get: "/orders/1", timeout: "300ms" }),
    asking("refund", "give me a refund", { ...refund, timeout: "20s" }),
    workflow(
      "charge",
      "charge me",
      [
        {
          kind: "call",
          id: "charge",
          call: "shop",
          post: "/charges/{{ conversation.id }}",
          timeout: "20s",
          save: { status: "body.status" },
          errors: { else: [say("broken", "The shop does not answer.", last)] },
        },
        say("charged", "It is {{ status }}.", last),
      ],
      { vars: { status: "string" } },
    ),
    asking("repeat", "please try again", { get: "/flaky", timeout: "2s", retry: { max: 2, backoff: "10ms" } }),
    workflow("pause", "count slowly", [
      say("one", "One"),
      { kind: "wait", id: "wait", wait: "200ms" },
      say("two", "Two", last),
    ]),
    workflow(
      "number",
      "remember a number",
      [{ kind: "ask", id: "n", ask: "n", text: { en: "Which number?" } }, say("said", `${said} {{ n }}.`, last)],
      { vars: { n: "string" } },
    ),
    workflow(
      "secret",
      "keep a secret",
      [
        { kind: "ask", id: "pin", ask: "pin", sensitive: true, text: { en: "Which PIN?" } },
        {
          kind: "form",
          id: "more",
          form: [
            { var: "iban", label: { en: "IBAN" } },
            { var: "who", label: { en: "Name" } },
          ],
        },
        {
          kind: "call",
          id: "keep",
          call: "shop",
          post: "/secrets",
          body: { pin: "{{ pin }}" },
          errors: { else: "kept" },
        },
        say("kept", "Kept: {{ pin }} {{ iban }} {{ who }} {{ last_message }}.", last),
      ],
      { vars: { pin: "string", iban: { type: "string", sensitive: true }, who: "string" } },
    ),
    workflow(
      "picture",
      "send a picture",
      [
        {
          kind: "ask",
          id: "photo",
          ask: "photo",
          text: { en: "Which picture?" },
          files: { types: ["jpg", "png"], max_mb: 1 },
          retry: { max: 3, text: { en: "A small picture." }, else: "end" },
        },
        say("got", "Got {{ photo.name }}, {{ photo.type }}.", last),
      ],
      { vars: { photo: "file" } },
    ),
    workflow("choose", "let me choose", [pick, say("thanks", "Thank you.", last)]),
    workflow("who", "who am i", [
      say("known", "{{ user.verified ? user.id + ' ' + string(user.claims.plan) : 'a stranger' }}", last),
    ]),
    workflow("claimed", "i am somebody", [
      { kind: "ask", id: "id", ask: "user.id", text: { en: "Who?" } },
      say("known", "{{ user.verified }}", last),
    ]),
    workflow("people", "talk to somebody", [handoff, say("noted", "Noted.", last)]),
    workflow(
      "takeover",
      "give me a person",
      [
        { kind: "ask", id: "pin", ask: "pin", sensitive: true, text: { en: "Which PIN?" } },
        { kind: "set", id: "set", set: { order: "'FR-1'" } },
        {
          kind: "handoff",
          id: "desk",
          handoff: "desk",
          text: { en: "One moment." },
          tags: ["vip"],
          fields: { order: "order" },
          timeout: handoffTimeout,
          no_agent: [{ ...handoff, id: "record" }, say("nobody", "Nobody is there.", last)],
        },
        say("back", "Here I am again: {{ last_message }}", last),
      ],
      { vars: { pin: { type: "string", sensitive: true }, order: "string" } },
    ),
  ];
  return Object.fromEntries(all.map((each) => [each.workflow, each]));
}

/** `web` is answered by the assistant, `quiet` by its default response. */
export function smallSite(options: SiteOptions = {}): SmallSite {
  const { api = "http://127.0.0.1:9", secret, notice, retention, assets = {}, origins } = options;
  const auth = secret !== undefined && { auth: { bearer: { secret } } };
  const brand: BrandBody = {
    kind: "brand",
    id: "acme",
    name: "Acme",
    languages: ["en"],
    theme: { color: "#112233" },
    values: {},
    ...((notice ?? retention) !== undefined && {
      privacy: {
        ...(notice !== undefined && { notice: { en: notice } }),
        ...(retention !== undefined && { retention }),
      },
    }),
    schedules: {},
    groups: { desk: { group: "desk", name: "Desk" } },
    connections: { shop: { connection: "shop", base_url: api, ...auth } },
    articles: {},
    assets,
  };
  const assistant: AssistantBody = {
    kind: "assistant",
    id: "bot",
    name: "Bot",
    brand: "acme",
    languages: ["en"],
    welcome: "hello",
    workflows: workflows(options),
  };
  const channel = (id: string): ChannelBody => ({
    kind: "channel",
    id,
    type: "web",
    name: id,
    brand: "acme",
    default_response: { text: { en: "Nobody is here yet." } },
    ...(origins && { web: { origins } }),
  });
  const all = [brand, assistant, channel("web"), channel("quiet")];
  const ofBrand = { brand: digestOf(brand) };
  return {
    bodies: Object.fromEntries(all.map((body) => [digestOf(body), body])),
    content: {
      web: {
        channel: digestOf(channel("web")),
        ...ofBrand,
        targets: [{ assistant: digestOf(assistant), ...ofBrand, weight: 100 }],
      },
      quiet: { channel: digestOf(channel("quiet")), ...ofBrand, targets: [] },
    },
  };
}
