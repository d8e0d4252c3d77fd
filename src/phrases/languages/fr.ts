import { stemmer } from "@orama/stemmers/french";
import { type LanguageRules, plainRules, words } from "#phrases/languages/language.ts";

export const french: LanguageRules = {
  ...plainRules,
  stem: stemmer,
  small: words(`
    le la les l un une des du de d ce cet cette ces c ca cela il elle on ils elles je j me m moi tu te t toi nous vous mon
    ma mes ton ta tes son sa ses notre nos votre vos leur leurs se s y en a au aux avec pour par sur dans chez et mais
    donc si que qu qui est es suis sont etes sommes etre ai as avons avez ont avait etait sera serait fait faire bonjour
    bonsoir salut merci svp stp plait veux veut voudrais voudrait souhaite aimerais besoin dois doit faut tres bien juste
    encore toujours deja ne n`),
  asking: words("quoi ou quand comment pourquoi combien quel quelle quels quelles lequel laquelle"),
  negations: words("pas jamais rien aucun aucune sans non"),
  able: words(
    "peux peut pouvons pouvez peuvent arrive arrivons sais sait trouve vois voit marche fonctionne comprends reussis",
  ),
  // "Je ne veux plus" refuses, "je veux plus d'informations" does not.
  prepare: (text) => text.replace(/\b(ne |n')((?:\S+ ){1,3})plus\b/giu, "$1$2pas").replaceAll("'", " "),
};
