/** Which view shows which kind of message. */

import type { TemplateResult } from "lit";
import { articlesView } from "#widget/views/articles.ts";
import { cardsView } from "#widget/views/cards.ts";
import { fileView } from "#widget/views/file.ts";
import { formView } from "#widget/views/form.ts";
import { imageView } from "#widget/views/image.ts";
import { linksView } from "#widget/views/links.ts";
import type { Scene } from "#widget/views/scene.ts";
import { textView } from "#widget/views/text.ts";
import type { MessageBody } from "#wire/message.ts";

export function messageView(message: MessageBody, scene: Scene): TemplateResult {
  switch (message.type) {
    case "text":
      return textView(message, scene);
    case "image":
      return imageView(message, scene);
    case "file":
      return fileView(message, scene);
    case "links":
      return linksView(message, scene);
    case "cards":
      return cardsView(message, scene);
    case "articles":
      return articlesView(message, scene);
    case "form":
      return formView(message, scene);
  }
}
