/** Arabic. */

import type { WidgetTexts } from "#widget/texts.ts";

export const ar: WidgetTexts = {
  open: "فتح المحادثة",
  close: "إغلاق المحادثة",
  unread: "رسائل غير مقروءة",
  messages: "الرسائل",
  write: "اكتب رسالة",
  send: "إرسال",
  chooseFile: "اختر ملفًا",
  you: "أنت",
  language: "اللغة",
  typing: "{name} يكتب الآن",
  sending: "جارٍ الإرسال",
  failed: "لم تُرسل",
  retry: "إعادة المحاولة",
  lost: "انقطع الاتصال. جارٍ إعادة المحاولة…",
  restored: "عاد الاتصال.",
  unavailable: "تعذّر الوصول إلى المحادثة الآن.",
  over: "انتهت هذه المحادثة.",
  renew: "بدء محادثة جديدة",
  newest: "رسائل جديدة",
  newTab: "يُفتح في علامة تبويب جديدة",
  languageFailed: "تعذّر تغيير اللغة.",
};
