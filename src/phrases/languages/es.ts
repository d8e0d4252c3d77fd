import { stemmer } from "@orama/stemmers/spanish";
import { type LanguageRules, plainRules, words } from "#phrases/languages/language.ts";

export const spanish: LanguageRules = {
  ...plainRules,
  stem: stemmer,
  small: words(`
    el la los las lo un una unos unas de del al a en con por para y o u e pero si que es son soy eres era esta estan estoy
    este estos estas ese esa eso esto mi mis tu tus su sus nuestro nuestra yo me te se le les nos usted ustedes el ella
    ha han he has hay ser estar hacer hola buenos dias buenas tardes gracias favor quiero quiere quisiera querria necesito
    gustaria debo tengo tiene muy ya aun todavia solo tambien`),
  asking: words("que donde cuando como cual cuales quien quienes cuanto cuanta cuantos cuantas adonde porque"),
  negations: words("no nunca jamas sin ningun ninguna ninguno tampoco nada"),
  able: words("puedo puede podemos pueden se sabe consigo encuentro veo funciona entiendo logro"),
};
