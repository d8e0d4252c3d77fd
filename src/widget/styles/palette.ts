/** The colours, light and dark. `--brand` and what follows from it is set on the element by the brand's colour. */

import { css } from "#widget/styles/css.ts";

const dark = css`
  color-scheme: dark;
  --ink: #f3f0ec;
  --faint: #b9b1a8;
  --paper: #1c1a19;
  --soft: #34302d;
  --line: #4a4540;
  --accent: var(--brand-on-dark);
  --shadow: rgb(0 0 0 / 0.55);
`;

export const palette = css`
  :host {
    all: initial;
    color-scheme: light;
    --brand: #2b4c7e;
    --on-brand: #fff;
    --brand-on-light: #2b4c7e;
    --brand-on-dark: #a9bddc;
    --ink: #1f1c1a;
    --faint: #655e57;
    --paper: #fff;
    --soft: #f4f2ef;
    --line: #dcd7d1;
    --accent: var(--brand-on-light);
    --shadow: rgb(35 25 20 / 0.2);
  }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme="light"])) { ${dark} }
  }
  :host([theme="dark"]) { ${dark} }
`;
