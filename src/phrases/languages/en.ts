import { stemmer } from "@orama/stemmers/english";
import { type LanguageRules, plainRules, words } from "#phrases/languages/language.ts";

export const english: LanguageRules = {
  ...plainRules,
  stem: stemmer,
  small: words(`
    a an the this that these those it its is are am was were be been being i me my mine we us our you your he she his her
    they them their do does did done have has had having will would shall should may might must of in on at to for from by
    with about as and or but so if then than there here please pls hi hello hey thanks thank just also very really still
    want wants wanted like need needs get got let s m re ve ll d t`),
  asking: words("what where when who which why how"),
  negations: words("not no never without cannot"),
  able: words("can could able know find see work works working understand sure manage get"),
  prepare: (text) =>
    text
      .replace(/\bwon't\b/gi, "will not")
      .replace(/\bcan't\b|\bcannot\b/gi, "can not")
      .replace(/n't\b/gi, " not")
      .replaceAll("'", " "),
};
