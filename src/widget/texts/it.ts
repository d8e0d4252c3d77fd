/** Italian. */

import type { WidgetTexts } from "#widget/texts.ts";

export const it: WidgetTexts = {
  open: "Apri la chat",
  close: "Chiudi la chat",
  unread: "Messaggi non letti",
  messages: "Messaggi",
  write: "Scriva un messaggio",
  send: "Invia",
  chooseFile: "Scegli un file",
  you: "Lei",
  language: "Lingua",
  typing: "{name} sta scrivendo",
  sending: "Invio in corso",
  failed: "Non inviato",
  retry: "Riprova",
  lost: "Connessione persa. Nuovo tentativo…",
  restored: "Connessione ripristinata.",
  unavailable: "La chat non è raggiungibile in questo momento.",
  over: "Questa conversazione è terminata.",
  renew: "Inizia una nuova conversazione",
  newest: "Nuovi messaggi",
  newTab: "si apre in una nuova scheda",
  languageFailed: "Non è stato possibile cambiare lingua.",
};
