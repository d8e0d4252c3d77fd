import { stemmer } from "@orama/stemmers/german";
import { type LanguageRules, plainRules, words } from "#phrases/languages/language.ts";

export const german: LanguageRules = {
  ...plainRules,
  stem: stemmer,
  small: words(`
    der die das den dem des ein eine einen einem einer eines ist sind bin bist war waren sein wird werden wurde ich mich mir
    mein meine meinen meinem meiner meines wir uns unser unsere du dich dir dein deine sie ihr ihre ihnen er es ihm ihn und
    oder aber so wenn dass zu zum zur im in an am auf aus bei mit von vom vor fur uber nach um als auch noch schon nur sehr
    habe hat haben habt hatte hatten bitte hallo guten tag danke mochte mochten will wollen wollte wurde wurden brauche soll
    sollte muss mal denn doch ja da hier gern gerne`),
  asking: words("was wo wann wer wie warum wieso weshalb welche welcher welches wohin woher wieviel"),
  negations: words("nicht kein keine keinen keinem keiner nie niemals ohne nichts"),
  able: words("kann konnen konnte konnten weiss finde sehe geht klappt funktioniert verstehe schaffe"),
  compounds: true,
};
