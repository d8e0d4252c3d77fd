import { stemmer } from "@orama/stemmers/portuguese";
import { type LanguageRules, plainRules, words } from "#phrases/languages/language.ts";

export const portuguese: LanguageRules = {
  ...plainRules,
  stem: stemmer,
  small: words(`
    o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com ao aos e ou mas se que e sao sou
    era esta estao estou este esta esse essa isso isto meu minha meus minhas teu tua seu sua nosso nossa eu me te lhe voce
    voces ele ela tem tenho foi ser estar fazer ola oi bom dia boa tarde obrigado obrigada favor quero quer queria gostaria
    preciso devo muito ja ainda so tambem`),
  asking: words("onde quando como qual quais quem quanto quanta quantos porque"),
  negations: words("nao nunca jamais sem nenhum nenhuma ninguem nada"),
  able: words("posso pode podemos sei consigo encontro vejo funciona entendo"),
};
