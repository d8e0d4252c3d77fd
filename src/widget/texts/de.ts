/** German. */

import type { WidgetTexts } from "#widget/texts.ts";

export const de: WidgetTexts = {
  open: "Chat öffnen",
  close: "Chat schließen",
  unread: "Ungelesene Nachrichten",
  messages: "Nachrichten",
  write: "Nachricht schreiben",
  send: "Senden",
  chooseFile: "Datei auswählen",
  you: "Sie",
  language: "Sprache",
  typing: "{name} schreibt",
  sending: "Wird gesendet",
  failed: "Nicht gesendet",
  retry: "Erneut versuchen",
  lost: "Verbindung verloren. Neuer Versuch…",
  restored: "Wieder verbunden.",
  unavailable: "Der Chat ist gerade nicht erreichbar.",
  over: "Diese Unterhaltung ist beendet.",
  renew: "Neue Unterhaltung beginnen",
  newest: "Neue Nachrichten",
  newTab: "öffnet sich in einem neuen Tab",
  languageFailed: "Die Sprache konnte nicht geändert werden.",
};
