import type { ConversationMessage } from "#wire/message.ts";

/** A line as `assistant: Hello!`; what is no text, as its type. */
export function asText({ from, message }: ConversationMessage): string {
  return `${from}: ${message.type === "text" ? message.text : message.type}`;
}
