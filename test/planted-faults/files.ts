/** The small site's files that faults are planted into, and how those are written that a case replaces. */

export const bo = "assistants/bo/assistant.yaml";
export const hello = "assistants/bo/workflows/hello.yaml";
export const web = "channels/web.yaml";
export const desk = "brands/shop/schedules/desk.yaml";
export const orders = "brands/shop/connections/orders.yaml";
export const brand = "brands/shop/brand.yaml";
export const site = "parley.yaml";
export const articles = "brands/shop/articles/returns.en.md";
export const talk = "assistants/bo/tests/hello.test.yaml";

/** A workflow with these steps; two lines stand before them. */
export const steps = (text: string) => `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n${text}`;
/** A step that says something and ends, with more keys. */
export const say = (more: string) => steps(`  - id: hi\n    say: { en: "Hi", fr: "Salut" }\n${more}`);
export const channel = (more: string) =>
  `channel: web\ntype: web\nname: "Web"\nbrand: shop\nassistant: bo\n${more}\ndefault_response: { text: { en: "Hello", fr: "Bonjour" } }\n`;
export const weekly = (text: string) => `schedule: desk\ntimezone: Europe/Paris\nweekly: ${text}\n`;
