import { expect, test } from "vitest";
import { brandColours, contrast, darkGround, lightGround } from "#widget/brand-colours.ts";

test("contrast is the one of WCAG", () => {
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(contrast("#7A1F3D", "#7a1f3d")).toBe(1);
});

test("whatever a brand chose can be read, on it and as text", () => {
  const parts = ["00", "33", "66", "80", "99", "cc", "ff"];
  const colours = parts.flatMap((red) => parts.flatMap((green) => parts.map((blue) => `#${red}${green}${blue}`)));
  for (const colour of colours) {
    const { brand, onBrand, onLight, onDark } = brandColours(colour);
    expect(brand).toBe(colour);
    expect(contrast(brand, onBrand), colour).toBeGreaterThanOrEqual(4.5);
    expect(contrast(onLight, lightGround), colour).toBeGreaterThanOrEqual(4.5);
    expect(contrast(onDark, darkGround), colour).toBeGreaterThanOrEqual(4.5);
  }
});

test("a colour that can be read stays as it is", () => {
  expect(brandColours("#7a1f3d")).toMatchObject({ onBrand: "#ffffff", onLight: "#7a1f3d" });
});

test.each([undefined, "", "red", "#fff", "#12345g", "#7a1f3d;background:url(x)"])("%s is no colour", (colour) => {
  expect(brandColours(colour)).toEqual(brandColours(undefined));
});
