import { describe, expect, test } from "vitest";
import { chatPage, frontPage } from "#widget/pages.ts";
import type { ChannelInfo } from "#wire/customer.ts";

const info: ChannelInfo = {
  channel: "web-fr",
  name: "Lumi",
  assistant: "lumi",
  brand: { name: "Maison Lumière", color: "#7A1F3D" },
  languages: ["fr", "en"],
  language: "fr",
  position: "right",
};
const hostile = `"><img src=x onerror=alert(1)>'`;

describe("the front page", () => {
  test("says who answers", () => {
    const page = frontPage("maison", [info, { ...info, channel: "boutique", name: "Maison Lumière", assistant: null }]);
    expect(page).toContain('href="/chat/web-fr"');
    expect(page).toContain("<strong>Lumi</strong> answers");
    expect(page).toContain("The default response answers");
  });
  test("says so when there is nothing", () => expect(frontPage("maison", [])).toContain("Nothing is published yet"));
});

describe("a channel's page", () => {
  test("is in the visitor's language, in the brand's colour, with the widget open", () => {
    const page = chatPage(info);
    expect(page).toContain('<html lang="fr" dir="ltr">');
    expect(page).toContain('<parley-chat channel="web-fr" open>');
    expect(page).toContain('fill="#7A1F3D"');
  });
  test("says which language it is in where it has not the visitor's", () => {
    expect(chatPage({ ...info, language: "ar" })).toContain('<html lang="en" dir="ltr">');
  });
});

test.each([
  [
    "front",
    frontPage(hostile, [
      {
        ...info,
        channel: hostile,
        name: hostile,
        languages: [hostile],
        brand: { name: hostile, color: hostile, logo: hostile },
      },
    ]),
  ],
  [
    "chat",
    chatPage({ ...info, channel: hostile, language: hostile, brand: { name: hostile, color: hostile, logo: hostile } }),
  ],
])("the %s page shows hostile names as text, and needs no inline script or style", (_which, page) => {
  expect(page).not.toContain("<img src=x");
  expect(page).not.toMatch(/ style=|<style|<script>| on\w+="/);
});
