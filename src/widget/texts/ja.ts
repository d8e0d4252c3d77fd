/** Japanese. */

import type { WidgetTexts } from "#widget/texts.ts";

export const ja: WidgetTexts = {
  open: "チャットを開く",
  close: "チャットを閉じる",
  unread: "未読メッセージ",
  messages: "メッセージ",
  write: "メッセージを入力",
  send: "送信",
  chooseFile: "ファイルを選択",
  you: "あなた",
  language: "言語",
  typing: "{name}が入力中です",
  sending: "送信中",
  failed: "送信できませんでした",
  retry: "再試行",
  lost: "接続が切れました。再接続しています…",
  restored: "再接続しました。",
  unavailable: "現在チャットに接続できません。",
  over: "この会話は終了しました。",
  renew: "新しい会話を始める",
  newest: "新着メッセージ",
  newTab: "新しいタブで開きます",
  languageFailed: "言語を変更できませんでした。",
};
