/** The provider's schema, as Pulumi's tools read it. */

const digest = { type: "string", description: "SHA-256 of the content, 64 hexadecimal digits" };
/** Not `id`: Pulumi keeps that name for itself. */
const name = { type: "string", description: "the id in the site's files" };
const asset = { $ref: "pulumi.json#/Asset" };
const files = {
  source: { ...asset, description: "the body's file, by an absolute path; absent: it has been uploaded already" },
  assets: { type: "array", items: asset, description: "the files that the body names" },
};
const body = (description: string) => ({
  description,
  inputProperties: { name, digest, ...files },
  requiredInputs: ["name", "digest"],
  properties: { name, digest },
  required: ["name", "digest"],
});
const release = {
  content: { type: "string", description: "canonical JSON: for each channel its bodies' digests" },
  expects: {
    type: "integer",
    description: "the live release that this one replaces; 0: none; absent: what was live when the engine began",
  },
  commit: {
    type: "string",
    description: "the Git commit that it is made of: one that was published before a newer one is refused",
  },
  author: { type: "string" },
  effect: digest,
  approve: {
    type: "string",
    description:
      "a person's yes to this effect, or its first 12 digits at least: what the platform refuses until then names it",
  },
  approvers: { type: "array", items: { type: "string" }, description: "who said yes" },
  summary: { type: "array", items: { type: "string" }, description: "what changes, a line each, for the history" },
};

export const schema = {
  name: "parley",
  version: "0.1.0",
  description: "Messaging assistants as code.",
  config: {
    variables: {
      platform: { type: "string", description: "the live platform's address" },
      token: { type: "string", description: "a token of the platform's, with the scope publish", secret: true },
      site: {
        type: "string",
        description:
          "whose release it is, where several sites publish to the platform: parley build names it in site.json",
      },
    },
  },
  provider: {
    inputProperties: {
      platform: { type: "string" },
      token: { type: "string", secret: true },
      site: { type: "string" },
    },
  },
  resources: {
    "parley:index:Brand": body("A brand's body: immutable, and seen by nobody until a release names it."),
    "parley:index:Channel": body("A channel's body: immutable, and seen by nobody until a release names it."),
    "parley:index:Assistant": body("An assistant's body: immutable, and seen by nobody until a release names it."),
    "parley:index:Release": {
      description: "What customers meet on every channel: one transaction.",
      inputProperties: release,
      requiredInputs: ["content"],
      properties: { ...release, number: { type: "integer" } },
      required: ["content"],
    },
  },
};
