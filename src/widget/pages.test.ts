import { describe, expect, test } from "vitest";
import { chatPage, frontPage, overPage, previewPage } from "#widget/pages.ts";
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

const preview = {
  name: "acme/site#7",
  path: "/preview/x",
  channels: ["web-fr"],
  commit: "0123456789abcdef",
  author: "Ann <ann@example.com>",
  made: "2026-03-02T10:00:00.000Z",
  expires: "2026-03-16T10:00:00.000Z",
  stubbed: ["maison/shop-api"],
};

describe("a preview's page", () => {
  const page = previewPage(preview, [{ ...info, channel: "~abc", id: "web-fr" }]);
  test("lists its channels by the site's own names, and leads to those that nobody can guess", () => {
    expect(page).toContain('href="/chat/~abc"');
    expect(page).toContain('<span class="channel">web-fr</span>');
  });
  test("says what is different from what is live, until when, and no address of anybody's", () => {
    expect(page).toContain("Preview of acme/site#7");
    expect(page).toContain("commit <code>0123456789ab</code> by Ann.");
    expect(page).toContain("until 2026-03-16 at the latest");
    expect(page).toContain("never asked: <code>maison/shop-api</code>");
    expect(page).not.toContain("ann@example.com");
  });
  test("each of its channels says so too, and leads back", () => {
    const chat = chatPage({ ...info, channel: "~abc" }, { name: "acme/site#7", id: "web-fr", path: "/preview/x" });
    expect(chat).toContain("<strong>Preview</strong> of acme/site#7: nothing here is live");
    expect(chat).toContain('<parley-chat channel="~abc" open>');
    expect(chat).toContain('<code>web-fr</code> · <a href="/preview/x">');
    expect(chatPage(info, null)).not.toContain("Preview");
  });
  test("is over at some time", () => expect(overPage()).toContain("This preview is over"));
});

describe("a channel's page", () => {
  test("is in the visitor's language, in the brand's colour, with the widget open", () => {
    const page = chatPage(info, null);
    expect(page).toContain('<html lang="fr" dir="ltr">');
    expect(page).toContain('<parley-chat channel="web-fr" open>');
    expect(page).toContain('fill="#7A1F3D"');
  });
  test("says which language it is in where it has not the visitor's", () => {
    expect(chatPage({ ...info, language: "ar" }, null)).toContain('<html lang="en" dir="ltr">');
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
    chatPage(
      { ...info, channel: hostile, language: hostile, brand: { name: hostile, color: hostile, logo: hostile } },
      { name: hostile, id: hostile, path: hostile },
    ),
  ],
  [
    "preview",
    previewPage({ ...preview, name: hostile, commit: hostile, author: hostile, expires: hostile, stubbed: [hostile] }, [
      { ...info, id: hostile, channel: hostile, name: hostile },
    ]),
  ],
])("the %s page shows hostile names as text, and needs no inline script or style", (_which, page) => {
  expect(page).not.toContain("<img src=x");
  expect(page).not.toMatch(/ style=|<style|<script>| on\w+="/);
});
