/** Dutch. */

import type { WidgetTexts } from "#widget/texts.ts";

export const nl: WidgetTexts = {
  open: "Chat openen",
  close: "Chat sluiten",
  unread: "Ongelezen berichten",
  messages: "Berichten",
  write: "Schrijf een bericht",
  send: "Versturen",
  chooseFile: "Kies een bestand",
  you: "U",
  language: "Taal",
  typing: "{name} is aan het typen",
  sending: "Wordt verstuurd",
  failed: "Niet verstuurd",
  retry: "Opnieuw proberen",
  lost: "Verbinding verbroken. Nieuwe poging…",
  restored: "Weer verbonden.",
  unavailable: "De chat is nu niet bereikbaar.",
  over: "Dit gesprek is beëindigd.",
  renew: "Nieuw gesprek beginnen",
  newest: "Nieuwe berichten",
  newTab: "opent in een nieuw tabblad",
  languageFailed: "De taal kon niet worden gewijzigd.",
};
