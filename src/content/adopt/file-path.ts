/** Ids and asset paths come from a platform: none of them may lead to a file that is not the site's. */

import { kindOf } from "#content/layout.ts";
import { fileId, language } from "#content/schemas/common.ts";

const idPattern = new RegExp(String(fileId.pattern));
const languagePattern = new RegExp(String(language.pattern));

/** Whether a site can have a file of this path. */
export function isFilePath(path: string): boolean {
  const parts = path.split("/");
  // What begins with a dot is not read as the site's.
  if (parts.some((part) => part === "" || part.startsWith(".") || /[\p{Cc}\\:]/u.test(part))) return false;
  const kind = kindOf(path);
  if (!kind) return false;
  switch (kind.kind) {
    case "made-from":
      return false;
    case "site":
      return true;
    case "asset":
      return idPattern.test(kind.brand);
    case "locale":
      return idPattern.test(kind.assistant) && languagePattern.test(kind.language);
    case "article":
      return [kind.brand, kind.id].every((id) => idPattern.test(id)) && languagePattern.test(kind.language);
    case "workflow":
    case "test":
      return [kind.assistant, kind.id].every((id) => idPattern.test(id));
    case "schedule":
    case "group":
    case "connection":
    case "brand-workflow":
      return [kind.brand, kind.id].every((id) => idPattern.test(id));
    default:
      return idPattern.test(kind.id);
  }
}
