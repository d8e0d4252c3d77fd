/** The widget's own words, by language. */

interface Words {
  readonly open: string;
  readonly close: string;
  readonly send: string;
  readonly write: string;
  readonly you: string;
  readonly messages: string;
  readonly language: string;
  readonly lost: string;
  readonly failed: string;
  readonly retry: string;
}

const words: Readonly<Record<string, Words>> = {
  en: {
    open: "Open chat",
    close: "Close chat",
    send: "Send",
    write: "Write a message",
    you: "You",
    messages: "Messages",
    language: "Language",
    lost: "Connection lost. Trying again…",
    failed: "Your message was not sent.",
    retry: "Try again",
  },
  fr: {
    open: "Ouvrir la discussion",
    close: "Fermer la discussion",
    send: "Envoyer",
    write: "Écrivez un message",
    you: "Vous",
    messages: "Messages",
    language: "Langue",
    lost: "Connexion perdue. Nouvel essai…",
    failed: "Votre message n’est pas parti.",
    retry: "Réessayer",
  },
  de: {
    open: "Chat öffnen",
    close: "Chat schließen",
    send: "Senden",
    write: "Nachricht schreiben",
    you: "Sie",
    messages: "Nachrichten",
    language: "Sprache",
    lost: "Verbindung verloren. Neuer Versuch…",
    failed: "Ihre Nachricht wurde nicht gesendet.",
    retry: "Erneut versuchen",
  },
};

export function wordsIn(language: string): Words {
  return words[language] ?? words[language.split("-")[0] ?? ""] ?? (words.en as Words);
}
