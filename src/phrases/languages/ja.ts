import { type LanguageRules, plainRules, words } from "#phrases/languages/language.ts";

export const japanese: LanguageRules = {
  ...plainRules,
  // 届かない, 届いた and 届く are forms of one verb: what follows the characters is its ending.
  stem: (word) => word.replace(/(?<=[\p{Script=Han}\p{Script=Katakana}ー])\p{Script=Hiragana}+$/u, ""),
  small: words(`
    は が を に で と も の へ や か ね よ な だ です ます ました でした ません まし た て で いる います ある あり する し した して
    たい ください 下さい お ご 私 僕 わたし この その あの これ それ こと もの ので から まで さん れ られ せ もう まだ い う 教え 確認 知り`),
  asking: words("どこ いつ なぜ どう 何 なに いくら だれ 誰 どれ どの どうして どうやって 何時"),
  negations: words("ない せん なかっ なかった なく ず ぬ ません まへん ないん"),
  able: words("できる でき わかる わから 分から 分かる 知ら 見え"),
  spaceless: true,
};
