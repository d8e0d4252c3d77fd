/** Sites of realistic workflows, as large as one wants, for what is measured. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** One workflow of 1 to 3.5 KB: a question, a call, a choice, conditions, and a way to people. */
function workflow(id: number, count: number): string {
  const extra = Array.from(
    { length: id % 9 },
    (_, index) =>
      `  - id: tell_${index}\n    say: { fr: "Voici la réponse numéro ${index} de la page ${id}.", en: "Here is answer number ${index} of page ${id}." }\n`,
  ).join("");
  const next =
    id + 1 < count && id % 3 === 0
      ? `  - id: more\n    run: flow-${id + 1}\n    outcomes: { solved: bye, else: to_people }\n`
      : "";
  return `workflow: flow-${id}
title: { fr: "Suivi ${id}", en: "Tracking ${id}" }
start: { phrases: { fr: ["où est ma commande numéro ${id}"], en: ["where is my order number ${id}"] } }
vars: { order_id: string, order: shop.order, what: string }
steps:
  - id: ask_order
    ask: order_id
    text: { fr: "Quel est votre numéro de commande ?", en: "What is your order number?" }
    accept: value.like("FR-[0-9]{6}")
    retry: { max: 2, text: { fr: "Il commence par FR-.", en: "It begins with FR-." }, else: to_people }
  - id: read
    call: shop
    get: "/orders/{{ order_id }}"
    save: { order: body.order }
    errors: { 404: unknown_order, else: to_people }
  - id: by_status
    if: order.status == "shipped" && order.total > brand.free_from
    then: shipped
    else: pick
  - id: shipped
    say: { fr: "Elle arrive le {{ order.eta.format(\\"long\\") }}.", en: "It arrives on {{ order.eta.format(\\"long\\") }}." }
  - id: pick
    choose: what
    text: { fr: "Que voulez-vous faire ?", en: "What would you like to do?" }
    options:
      - { id: wait, label: { fr: "Attendre", en: "Wait" }, goto: bye }
      - { id: people, label: { fr: "Un conseiller", en: "An adviser" }, goto: to_people }
      - { id: more, label: { fr: "En savoir plus", en: "Learn more" }, then: [{ id: told, say: { fr: "Votre choix : {{ what }}.", en: "Your choice: {{ what }}." } }] }
    other: to_people
${extra}${next}  - id: bye
    say: { fr: "À bientôt sur la page ${id}.", en: "See you soon on page ${id}." }
    end: solved
  - id: unknown_order
    say: { fr: "Je ne trouve pas cette commande.", en: "I cannot find this order." }
  - id: to_people
    handoff: desk
    text: { fr: "Je vous transmets à l'équipe.", en: "I pass you on to the team." }
    timeout: 2m
    no_agent: end
    end: unsolved
`;
}

/** Writes a whole site into a folder, fifty workflows an assistant, each assistant on a channel of its own. */
export function makeSite(site: string, count: number): string {
  write(site, "parley.yaml", "site: bench\nenvironments: { local: { platform: embedded } }\n");
  write(site, "brands/shop/brand.yaml", 'brand: shop\nname: "Shop"\nlanguages: [fr, en]\nvalues: { free_from: 50 }\n');
  write(site, "brands/shop/groups/desk.yaml", 'group: desk\nname: "Desk"\n');
  write(
    site,
    "brands/shop/connections/shop.yaml",
    "connection: shop\nbase_url: https://api.shop.example\nanswers: { order: { status: string, eta: date, total: number } }\n",
  );
  const perAssistant = 50;
  for (let id = 0; id < count; id += 1) {
    const assistant = `bot-${Math.floor(id / perAssistant)}`;
    const first = id - (id % perAssistant);
    if (id === first) {
      write(
        site,
        `assistants/${assistant}/assistant.yaml`,
        `assistant: ${assistant}\nname: "Bot"\nlanguages: [fr, en]\nwelcome: flow-${first}\nfallback: flow-${first}\n`,
      );
      write(
        site,
        `channels/${assistant}.yaml`,
        `channel: ${assistant}\ntype: web\nname: "Web"\nbrand: shop\nassistant: ${assistant}\ndefault_response: { text: { fr: "Bonjour", en: "Hello" }, handoff: desk }\n`,
      );
    }
    write(
      site,
      `assistants/${assistant}/workflows/flow-${id}.yaml`,
      workflow(id, Math.min(first + perAssistant, count)),
    );
  }
  return site;
}
