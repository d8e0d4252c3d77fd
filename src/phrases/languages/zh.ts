import { type LanguageRules, plainRules, words } from "#phrases/languages/language.ts";

export const chinese: LanguageRules = {
  ...plainRules,
  small: words(`
    的 了 吗 呢 吧 啊 我 你 您 他 她 它 我们 你们 在 是 有 和 与 就 都 也 还 很 请 请问 这 那 这个 那个 个 一个 到 去 来 要 想 想要 我的 我想 我要 你的 您的 想问 可以
    能 会 把 被 给 对 跟 帮 帮我 一下 你好 您好 谢谢 嗎 們 我們 請 請問 還 個 這 裡 里`),
  asking: words(
    "什么 怎么 怎样 如何 哪里 哪儿 哪 几点 什么时候 何时 为什么 多少 谁 甚麼 什麼 怎麼 哪裡 幾點 為什麼 誰 哪裏",
  ),
  negations: words("不 没 没有 未 别 无 勿 不要 不想 不能 不会 無 沒 沒有 別 不會 还没 還沒 尚未 无法 無法"),
  able: words("能 会 会 可以 知道 找到 不知道 不能 不会 不會 无法 無法"),
  spaceless: true,
  // "Where" is written in many ways.
  prepare: (text) => text.replace(/哪[儿兒裡裏里]?(?![些个個天])/gu, "哪里"),
};
