/** What the customer is shown: channel-neutral, in one language, with every `{{ }}` filled in. */

export interface Choice {
  /** An option's id; of a card's option, `card.option`. */
  readonly id: string;
  readonly label: string;
}

export interface MessageCard {
  readonly id: string;
  readonly title: string;
  readonly text?: string;
  /** An asset's path or an https address. */
  readonly image?: string;
  readonly alt?: string;
  readonly link?: string;
  readonly choices: readonly Choice[];
}

export interface MessageArticle {
  readonly id: string;
  readonly title: string;
  readonly excerpt: string;
  readonly url?: string;
}

export interface MessageField {
  readonly name: string;
  readonly type: string;
  readonly label: string;
  /** What is typed is for nobody else's eyes. */
  readonly sensitive?: true;
}

export type Message =
  /** `text` is a small Markdown: emphasis, links, lists, line breaks. */
  | {
      readonly type: "text";
      readonly text: string;
      readonly choices?: readonly Choice[];
      /** It asks for what is for nobody else's eyes: the answer is not shown. */
      readonly sensitive?: true;
      /** It asks for a file, of these endings and of this size where it says so. */
      readonly upload?: { readonly types?: readonly string[]; readonly maxMb?: number };
    }
  | { readonly type: "image"; readonly image: string; readonly alt: string }
  | { readonly type: "file"; readonly file: string; readonly name: string }
  | { readonly type: "links"; readonly links: readonly { readonly label: string; readonly url: string }[] }
  | { readonly type: "cards"; readonly text?: string; readonly cards: readonly MessageCard[] }
  | { readonly type: "articles"; readonly text?: string; readonly articles: readonly MessageArticle[] }
  | { readonly type: "form"; readonly text?: string; readonly fields: readonly MessageField[] };
