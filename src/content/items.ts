/** Every file of a site that was read, as one list. */

import type { Content, Item } from "#content/content.ts";

/** In the order of the site's folders: the site's own file, assistants, brands, channels. */
export function itemsOf(content: Content): readonly Item<unknown>[] {
  return [
    content.site,
    ...[...content.assistants.values()].flatMap((assistant) => [
      assistant,
      ...assistant.workflows.values(),
      ...assistant.locales.values(),
      ...assistant.tests.values(),
    ]),
    ...[...content.brands.values()].flatMap((brand) => [
      brand,
      ...brand.schedules.values(),
      ...brand.groups.values(),
      ...brand.connections.values(),
      ...brand.workflows.values(),
      ...[...brand.articles.values()].flatMap((languages) => [...languages.values()]),
    ]),
    ...content.channels.values(),
  ];
}
