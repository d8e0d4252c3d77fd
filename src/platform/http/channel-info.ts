/** What a widget needs of a channel before a conversation is open. */

import { speakerOf } from "#platform/conversations/live-side.ts";
import { assetAddress } from "#platform/conversations/show.ts";
import { pickLanguage } from "#runtime/language.ts";
import type { Program } from "#runtime/program.ts";
import type { ChannelInfo } from "#wire/customer.ts";

/** `id` is what the channel is reached by: a preview's is another than the site's own. `wishes`: the visitor's languages, best first. */
export function channelInfo(id: string, program: Program, wishes: readonly string[]): ChannelInfo {
  const { assistant, brand, channel } = program;
  const logo = brand.theme?.logo === undefined ? undefined : assetAddress(brand, brand.theme.logo);
  const languages = [...(assistant?.languages ?? brand.languages)];
  return {
    channel: id,
    name: speakerOf(program),
    assistant: assistant?.id ?? null,
    brand: {
      name: brand.name,
      ...(brand.theme?.color !== undefined && { color: brand.theme.color }),
      ...(logo !== undefined && { logo }),
    },
    languages,
    language: pickLanguage(wishes, languages),
    position: channel.web?.position ?? "right",
  };
}

/** `fr-CH, en;q=0.8` as languages, best first; what is none is left out. */
export function wishesOf(list: string | undefined): readonly string[] {
  return (list ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => part.split(";")[0]?.trim() ?? "")
    .filter((tag) => /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag));
}
