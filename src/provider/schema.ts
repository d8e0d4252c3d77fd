/** The provider's schema, as Pulumi's tools read it. */

const digest = { type: "string", description: "SHA-256 of the content, 64 hexadecimal digits" };
/** Not `id`: Pulumi keeps that name for itself. */
const name = { type: "string", description: "the id in the site's files" };
const body = (description: string) => ({
  description,
  inputProperties: { name, digest },
  requiredInputs: ["name", "digest"],
  properties: { name, digest },
  required: ["name", "digest"],
});
const release = {
  content: { type: "string", description: "canonical JSON: for each channel its bodies' digests" },
  expects: { type: "integer", description: "the live release that this one replaces; absent: none" },
  commit: { type: "string" },
  author: { type: "string" },
  effect: digest,
};

export const schema = {
  name: "parley",
  version: "0.1.0",
  description: "Messaging assistants as code.",
  resources: {
    "parley:index:Brand": body("A brand's body: immutable, and seen by nobody until a release names it."),
    "parley:index:Channel": body("A channel's body: immutable, and seen by nobody until a release names it."),
    "parley:index:Assistant": body("An assistant's body: immutable, and seen by nobody until a release names it."),
    "parley:index:Release": {
      description: "What customers meet on every channel: one transaction.",
      inputProperties: release,
      requiredInputs: ["content", "effect"],
      properties: { ...release, number: { type: "integer" } },
      required: ["content", "effect"],
    },
  },
};
