/** What the script tag runs: it makes `<parley-chat>` known to the page, once, however often it is included. */

import { ChatElement } from "#widget/chat-element.ts";

if (!customElements.get("parley-chat")) customElements.define("parley-chat", ChatElement);
