import { expect, test } from "vitest";
import { isFilePath } from "#content/adopt/file-path.ts";

test.each([
  "brands/shop/brand.yaml",
  "brands/shop/groups/team.yaml",
  "brands/shop/articles/returns.pt-BR.md",
  "brands/shop/assets/cards/Lamp 1.svg",
  "channels/web-fr.yaml",
  "assistants/bo/assistant.yaml",
  "assistants/bo/workflows/hello.yaml",
  "assistants/bo/locales/fr.yaml",
])("%s can be a site's file", (path) => expect(isFilePath(path)).toBe(true));

test.each([
  "brands/shop/assets/../../../../etc/passwd",
  "brands/shop/assets//x",
  "brands/shop/assets/.hidden",
  "brands/shop/assets/a\\..\\b",
  "brands/shop/assets/C:x",
  "brands/shop/assets/a\u0000b",
  "brands/../brand.yaml",
  "brands/Shop!/brand.yaml",
  "brands/shop/groups/../team.yaml",
  "brands/shop/groups/a b.yaml",
  "brands/shop/articles/a.français.md",
  "channels/-x.yaml",
  "channels/web.yaml/x",
  "assistants/bo/workflows/a/b.yaml",
  "assistants/bo/locales/.yaml",
  "/etc/passwd",
  "parley",
  "",
])("%j cannot", (path) => expect(isFilePath(path)).toBe(false));
