/** The tag that `lit` has for styles, without its checks of what is put into them: all of it is written here. */

import { type CSSResult, unsafeCSS } from "lit";

export function css(texts: TemplateStringsArray, ...inner: readonly CSSResult[]): CSSResult {
  return unsafeCSS(String.raw(texts, ...inner));
}
