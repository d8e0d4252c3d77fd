/** What each type of channel can hold and show, as data: the checks are given it, and never ask a driver. */

import type { ChannelLimits, ChannelType } from "#content/channel.ts";

/** Parley's own widget, in a page or in an app: it shows everything that the language has. */
const widget: ChannelLimits = { options: 10, labelLetters: 40, showsCards: true, showsForms: true };
/** Messengers: buttons and cards of their own, with short labels. */
const messenger: ChannelLimits = { options: 10, labelLetters: 20, showsCards: true, showsForms: true };
/** Nothing but text: choices become a numbered list. */
const text: ChannelLimits = { options: 10, labelLetters: 20, showsCards: false, showsForms: false };

export const channelLimits: Readonly<Record<ChannelType, ChannelLimits>> = {
  web: widget,
  ios: widget,
  android: widget,
  whatsapp: { ...messenger, options: 3 },
  messenger,
  instagram: messenger,
  telegram: messenger,
  line: messenger,
  sms: text,
  email: text,
};
