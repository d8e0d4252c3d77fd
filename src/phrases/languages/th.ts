import { type LanguageRules, plainRules, words } from "#phrases/languages/language.ts";

export const thai: LanguageRules = {
  ...plainRules,
  small: words(`
    ครับ ค่ะ คะ นะ จ้ะ ของ ฉัน ผม ดิฉัน หนู เรา คุณ ที่ อยู่ เป็น คือ มี ได้ ให้ จะ กำลัง แล้ว ก็ และ หรือ กับ ใน จาก ไป มา นี้ นั้น
    ช่วย ขอ อยาก ต้องการ สวัสดี ขอบคุณ หน่อย ด้วย ยัง ว่า`),
  asking: words("อะไร ไหน ที่ไหน เมื่อไหร่ เมื่อไร ทำไม อย่างไร ยังไง เท่าไหร่ เท่าไร ใคร กี่ กี่โมง ไหม หรือยัง"),
  negations: words("ไม่ อย่า ไม่ได้ ไม่มี ยังไม่ ห้าม มิ"),
  able: words("ไม่ได้ สามารถ รู้ ทราบ หา เจอ เข้าใจ"),
  spaceless: true,
};
