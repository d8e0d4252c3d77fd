/** English. */

export const en = {
  open: "Open chat",
  close: "Close chat",
  unread: "Unread messages",
  messages: "Messages",
  write: "Write a message",
  send: "Send",
  you: "You",
  language: "Language",
  typing: "{name} is writing",
  sending: "Sending",
  failed: "Not sent",
  retry: "Try again",
  lost: "Connection lost. Trying again…",
  restored: "Connected again.",
  unavailable: "The chat cannot be reached right now.",
  over: "This conversation has ended.",
  renew: "Start a new conversation",
  newest: "New messages",
  newTab: "opens in a new tab",
  languageFailed: "The language could not be changed.",
};
