import { stemmer } from "@orama/stemmers/dutch";
import { type LanguageRules, plainRules, words } from "#phrases/languages/language.ts";

export const dutch: LanguageRules = {
  ...plainRules,
  stem: stemmer,
  small: words(`
    de het een is zijn ben bent was waren wordt worden ik mij me mijn wij we ons onze jij je jouw u uw hij zij ze hun en of
    maar als dat die dit deze er hier daar te ten ter in op aan van voor met bij uit over naar om door ook nog al wel heel
    heb heeft hebben had hallo hoi goedendag dank bedankt alstublieft graag wil willen wilde zou nodig moet mag`),
  asking: words("wat waar wanneer wie hoe waarom welke welk hoeveel"),
  negations: words("niet geen nooit zonder niets"),
  able: words("kan kunnen weet vind zie werkt lukt begrijp"),
  compounds: true,
};
