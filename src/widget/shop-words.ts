/** What the demonstration shop says, by language; English where there is no other. */

export interface ShopWords {
  /** The language that the words are in: not always the one asked for. */
  readonly language: string;
  readonly menu: string;
  readonly collection: string;
  readonly service: string;
  readonly season: string;
  readonly headline: string;
  readonly lead: string;
  readonly products: readonly { readonly name: string; readonly price: string }[];
  readonly services: readonly { readonly title: string; readonly text: string }[];
  readonly demonstration: string;
  readonly all: string;
}

const en: ShopWords = {
  language: "en",
  menu: "Main menu",
  collection: "Collection",
  service: "Service",
  season: "New this season",
  headline: "Made slowly, to be kept for long",
  lead: "A small collection from our own workshop. Questions? Ask in the corner: you will have an answer at once.",
  products: [
    { name: "No. 1, Evening", price: "€129" },
    { name: "No. 2, Orbit", price: "€89" },
    { name: "No. 3, Harbour", price: "€149" },
  ],
  services: [
    { title: "Delivery", text: "To your home or to our shop, followed all the way." },
    { title: "Returns", text: "Thirty days to change your mind." },
    { title: "Repairs", text: "What we made, we mend." },
  ],
  demonstration: "A demonstration page of the channel",
  all: "All channels",
};

const fr: ShopWords = {
  language: "fr",
  menu: "Menu principal",
  collection: "Collection",
  service: "Services",
  season: "Nouveautés de la saison",
  headline: "Fait lentement, pour durer longtemps",
  lead: "Une petite collection de notre atelier. Une question ? Posez-la dans le coin : la réponse vient tout de suite.",
  products: [
    { name: "N° 1, Le Soir", price: "129 €" },
    { name: "N° 2, L’Orbe", price: "89 €" },
    { name: "N° 3, Le Port", price: "149 €" },
  ],
  services: [
    { title: "Livraison", text: "Chez vous ou en boutique, suivie jusqu’au bout." },
    { title: "Retours", text: "Trente jours pour changer d’avis." },
    { title: "Réparations", text: "Ce que nous faisons, nous le réparons." },
  ],
  demonstration: "Page de démonstration du canal",
  all: "Tous les canaux",
};

const de: ShopWords = {
  language: "de",
  menu: "Hauptmenü",
  collection: "Kollektion",
  service: "Service",
  season: "Neu in dieser Saison",
  headline: "In Ruhe gemacht, um lange zu bleiben",
  lead: "Eine kleine Kollektion aus unserer Werkstatt. Fragen? Stellen Sie sie in der Ecke: die Antwort kommt sofort.",
  products: [
    { name: "Nr. 1, Abend", price: "129 €" },
    { name: "Nr. 2, Kugel", price: "89 €" },
    { name: "Nr. 3, Hafen", price: "149 €" },
  ],
  services: [
    { title: "Lieferung", text: "Nach Hause oder ins Geschäft, jederzeit verfolgbar." },
    { title: "Rückgabe", text: "Dreißig Tage, um es sich anders zu überlegen." },
    { title: "Reparatur", text: "Was wir gemacht haben, reparieren wir." },
  ],
  demonstration: "Vorführseite des Kanals",
  all: "Alle Kanäle",
};

const words: Readonly<Record<string, ShopWords>> = { de, en, fr };

/** The shop's words in a language such as `fr` or `fr-CA`. */
export function shopWords(language: string): ShopWords {
  const base = language.split("-")[0]?.toLowerCase() ?? "";
  return Object.hasOwn(words, base) ? (words[base] ?? en) : en;
}
