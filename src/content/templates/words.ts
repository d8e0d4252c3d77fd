/** What new assistants and channels say before anybody has written their texts, in the languages that Parley knows. */

import type { Language } from "#content/text.ts";

export interface Words {
  readonly welcome: string;
  readonly hello: string;
  readonly notUnderstood: string;
  readonly sorry: string;
  readonly talkToPeople: string;
  readonly askForPeople: string;
  readonly whichEmail: string;
  readonly checkEmail: string;
  readonly noted: string;
  /** Followed by the moment when somebody is there again. */
  readonly notedUntil: string;
  readonly firstAnswer: string;
  readonly question: string;
  readonly answer: string;
  readonly leaveDetails: string;
}

const en: Words = {
  welcome: "Welcome",
  hello: "Hello! What can I do for you?",
  notUnderstood: "Not understood",
  sorry: "I am sorry, I did not understand that.",
  talkToPeople: "Talk to someone",
  askForPeople: "talk to a person",
  whichEmail: "At which e-mail address can we answer you?",
  checkEmail: "That does not look like an e-mail address. Could you check it?",
  noted: "Thank you! Somebody will answer you as soon as we can.",
  notedUntil: "Thank you! Somebody will answer you when we are open,",
  firstAnswer: "A first answer",
  question: "a question that customers ask",
  answer: "Write the answer here.",
  leaveDetails: "Hello! Leave us your details and we will get back to you.",
};

const known: Readonly<Record<string, Words>> = {
  en,
  fr: {
    welcome: "Accueil",
    hello: "Bonjour ! Que puis-je faire pour vous ?",
    notUnderstood: "Pas compris",
    sorry: "Désolé, je n’ai pas compris.",
    talkToPeople: "Parler à quelqu’un",
    askForPeople: "parler à un conseiller",
    whichEmail: "À quelle adresse e-mail pouvons-nous vous répondre ?",
    checkEmail: "Cela ne ressemble pas à une adresse e-mail. Pouvez-vous vérifier ?",
    noted: "Merci ! Quelqu’un vous répondra dès que possible.",
    notedUntil: "Merci ! Quelqu’un vous répondra dès l’ouverture,",
    firstAnswer: "Une première réponse",
    question: "une question que posent les clients",
    answer: "Écrivez la réponse ici.",
    leaveDetails: "Bonjour ! Laissez-nous vos coordonnées, nous revenons vers vous.",
  },
  de: {
    welcome: "Begrüßung",
    hello: "Guten Tag! Was kann ich für Sie tun?",
    notUnderstood: "Nicht verstanden",
    sorry: "Entschuldigung, das habe ich nicht verstanden.",
    talkToPeople: "Mit jemandem sprechen",
    askForPeople: "mit einem Menschen sprechen",
    whichEmail: "Unter welcher E-Mail-Adresse können wir Ihnen antworten?",
    checkEmail: "Das sieht nicht nach einer E-Mail-Adresse aus. Können Sie es prüfen?",
    noted: "Danke! Es antwortet Ihnen jemand, sobald es geht.",
    notedUntil: "Danke! Es antwortet Ihnen jemand, sobald wir geöffnet haben:",
    firstAnswer: "Eine erste Antwort",
    question: "eine Frage, die Kunden stellen",
    answer: "Hier steht die Antwort.",
    leaveDetails: "Guten Tag! Hinterlassen Sie uns Ihre Daten, wir melden uns.",
  },
  es: {
    welcome: "Bienvenida",
    hello: "¡Hola! ¿En qué puedo ayudarle?",
    notUnderstood: "No entendido",
    sorry: "Lo siento, no lo he entendido.",
    talkToPeople: "Hablar con alguien",
    askForPeople: "hablar con una persona",
    whichEmail: "¿A qué correo electrónico podemos responderle?",
    checkEmail: "Eso no parece un correo electrónico. ¿Puede comprobarlo?",
    noted: "¡Gracias! Alguien le responderá lo antes posible.",
    notedUntil: "¡Gracias! Alguien le responderá cuando abramos:",
    firstAnswer: "Una primera respuesta",
    question: "una pregunta que hacen los clientes",
    answer: "Escriba aquí la respuesta.",
    leaveDetails: "¡Hola! Déjenos sus datos y nos pondremos en contacto con usted.",
  },
  it: {
    welcome: "Benvenuto",
    hello: "Buongiorno! Come posso aiutarla?",
    notUnderstood: "Non capito",
    sorry: "Mi dispiace, non ho capito.",
    talkToPeople: "Parlare con qualcuno",
    askForPeople: "parlare con una persona",
    whichEmail: "A quale indirizzo e-mail possiamo risponderle?",
    checkEmail: "Non sembra un indirizzo e-mail. Può verificare?",
    noted: "Grazie! Qualcuno le risponderà al più presto.",
    notedUntil: "Grazie! Qualcuno le risponderà quando siamo aperti:",
    firstAnswer: "Una prima risposta",
    question: "una domanda che fanno i clienti",
    answer: "Scriva qui la risposta.",
    leaveDetails: "Buongiorno! Ci lasci i suoi dati e la ricontatteremo.",
  },
  nl: {
    welcome: "Welkom",
    hello: "Hallo! Waarmee kan ik u helpen?",
    notUnderstood: "Niet begrepen",
    sorry: "Sorry, dat heb ik niet begrepen.",
    talkToPeople: "Met iemand praten",
    askForPeople: "met een medewerker praten",
    whichEmail: "Op welk e-mailadres kunnen we u antwoorden?",
    checkEmail: "Dat lijkt geen e-mailadres te zijn. Kunt u het nakijken?",
    noted: "Bedankt! Iemand antwoordt u zo snel mogelijk.",
    notedUntil: "Bedankt! Iemand antwoordt u zodra we open zijn:",
    firstAnswer: "Een eerste antwoord",
    question: "een vraag die klanten stellen",
    answer: "Schrijf hier het antwoord.",
    leaveDetails: "Hallo! Laat uw gegevens achter, dan nemen we contact met u op.",
  },
  pt: {
    welcome: "Boas-vindas",
    hello: "Olá! Em que posso ajudar?",
    notUnderstood: "Não compreendido",
    sorry: "Desculpe, não compreendi.",
    talkToPeople: "Falar com alguém",
    askForPeople: "falar com uma pessoa",
    whichEmail: "Para que e-mail lhe podemos responder?",
    checkEmail: "Isso não parece um e-mail. Pode verificar?",
    noted: "Obrigado! Alguém lhe responderá assim que possível.",
    notedUntil: "Obrigado! Alguém lhe responderá quando abrirmos:",
    firstAnswer: "Uma primeira resposta",
    question: "uma pergunta que os clientes fazem",
    answer: "Escreva aqui a resposta.",
    leaveDetails: "Olá! Deixe-nos os seus dados e entraremos em contacto.",
  },
};

/** English stands in for a language that is not among them, until somebody translates it. */
export function wordsIn(language: Language): Words {
  return known[language] ?? known[language.split("-")[0] ?? ""] ?? en;
}

/** A text in YAML: plain where there is one language, else a map by language. */
export function textOf(languages: readonly Language[], wording: (words: Words) => string): string {
  if (languages.length === 1) return JSON.stringify(wording(wordsIn(languages[0] ?? "en")));
  return `{ ${languages.map((each) => `${each}: ${JSON.stringify(wording(wordsIn(each)))}`).join(", ")} }`;
}

/** Phrases in YAML, one a language. */
export function phrasesOf(languages: readonly Language[], wording: (words: Words) => string): string {
  const one = (language: Language) => `[${JSON.stringify(wording(wordsIn(language)))}]`;
  if (languages.length === 1) return one(languages[0] ?? "en");
  return `{ ${languages.map((each) => `${each}: ${one(each)}`).join(", ")} }`;
}

/** `order-status` as people write it: `Order status`. */
export function titleOf(id: string): string {
  const words = id.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
