/** French. */

import type { WidgetTexts } from "#widget/texts.ts";

export const fr: WidgetTexts = {
  open: "Ouvrir la discussion",
  close: "Fermer la discussion",
  unread: "Messages non lus",
  messages: "Messages",
  write: "Écrivez un message",
  send: "Envoyer",
  chooseFile: "Choisir un fichier",
  you: "Vous",
  language: "Langue",
  typing: "{name} écrit",
  sending: "Envoi en cours",
  failed: "Non envoyé",
  retry: "Réessayer",
  lost: "Connexion perdue. Nouvel essai…",
  restored: "Connexion rétablie.",
  unavailable: "La discussion est injoignable pour le moment.",
  over: "Cette conversation est terminée.",
  renew: "Commencer une nouvelle conversation",
  newest: "Nouveaux messages",
  newTab: "s’ouvre dans un nouvel onglet",
  languageFailed: "La langue n’a pas pu être changée.",
};
