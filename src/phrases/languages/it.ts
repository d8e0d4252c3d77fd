import { stemmer } from "@orama/stemmers/italian";
import { type LanguageRules, plainRules, words } from "#phrases/languages/language.ts";

export const italian: LanguageRules = {
  ...plainRules,
  stem: stemmer,
  small: words(`
    il lo la i gli le l un uno una di del dello della dei degli delle d a al allo alla ai in nel nella da dal dalla con su
    sul sulla per tra fra e o ma se che e sono sei era questo questa questi quello quella mio mia miei mie tuo tua suo sua
    nostro nostra vostro io mi ti si ci vi lui lei noi voi loro ho ha hanno abbiamo essere fare ciao buongiorno salve grazie
    favore prego voglio vorrei vuole bisogno devo molto gia ancora solo anche`),
  asking: words("cosa dove quando come quale quali chi quanto quanta quanti perche"),
  negations: words("non mai senza nessun nessuna nessuno niente nulla"),
  able: words("posso puo possiamo so riesco trovo vedo funziona capisco"),
};
