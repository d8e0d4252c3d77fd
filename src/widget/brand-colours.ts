/** The colours that follow from a brand's one colour, so that whatever a brand chose can be read (WCAG 2.2, 1.4.3). */

export interface BrandColours {
  /** The brand's own. */
  readonly brand: string;
  /** Text on the brand's colour: black or white, at least 4.5:1. */
  readonly onBrand: string;
  /** The brand's colour, darkened or lightened until it can be read as text on a light and on a dark ground. */
  readonly onLight: string;
  readonly onDark: string;
}

/** The grounds that `onLight` and `onDark` are for: the least favourable that the widget has. */
export const lightGround = "#f4f2ef";
export const darkGround = "#34302d";

const unbranded = "#2b4c7e";
const readable = 4.5;

type Rgb = readonly [number, number, number];

/** Takes `#rrggbb`; anything else counts as no colour. */
export function brandColours(colour: string | undefined): BrandColours {
  const brand = colour !== undefined && /^#[0-9a-f]{6}$/i.test(colour) ? colour : unbranded;
  return {
    brand,
    onBrand: contrast(brand, "#ffffff") >= readable ? "#ffffff" : "#000000",
    onLight: mixedUntilReadable(brand, "#000000", lightGround),
    onDark: mixedUntilReadable(brand, "#ffffff", darkGround),
  };
}

/** How well two colours are told apart: from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [first, second] = [luminance(rgb(one)), luminance(rgb(other))];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

function mixedUntilReadable(colour: string, towards: string, ground: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(rgb(colour), rgb(towards), share);
    if (contrast(mixed, ground) >= readable) return mixed;
  }
  return towards;
}

function mix(from: Rgb, to: Rgb, share: number): string {
  const parts = from.map((part, at) => Math.round(part + ((to[at] ?? part) - part) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function rgb(colour: string): Rgb {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function luminance([red, green, blue]: Rgb): number {
  const linear = (part: number): number => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
