import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bestMatch, type Candidate, explainMatch } from "#phrases/match.ts";

/** A shop's workflows in one language, and what customers write: which workflow they mean, or null for the fallback. */
interface Shop {
  readonly phrases: Readonly<Record<string, readonly string[]>>;
  readonly messages: readonly (readonly [string, string | null])[];
}

const shops: Readonly<Record<string, Shop>> = {
  en: {
    phrases: {
      order: ["where is my order", "track my order", "my parcel has not arrived"],
      cancel: ["cancel my order", "I want to cancel"],
      returns: ["how do I return an item", "I want my money back", "refund"],
      hours: ["when are you open", "opening hours"],
      login: ["I can't log in", "reset my password"],
      people: ["talk to a person", "speak to a human"],
      card: ["gift card balance"],
    },
    messages: [
      ["where is my order", "order"],
      ["Where's my order?!", "order"],
      ["WHERE IS MY ORDER", "order"],
      ["where are my orders", "order"],
      ["hello, where is my order please", "order"],
      ["wehre is my oredr", "order"],
      ["tracking my orders", "order"],
      ["my parcel hasn't arrived", "order"],
      ["my parcel has still not arrived yet", "order"],
      ["the parcel didn't arrive", "order"],
      ["my parcel has arrived", null],
      ["i dont know where my order is", "order"],
      ["I don't know where my order is", "order"],
      ["no, where is my order?", "order"],
      ["cancel order", "cancel"],
      ["please cancel my ordr", "cancel"],
      ["I'd like to cancel the order that I placed yesterday", "cancel"],
      ["I can't cancel my order", "cancel"],
      ["don't cancel my order", null],
      ["do not cancel my order please", null],
      ["I do not want to cancel my order", null],
      ["return an item", "returns"],
      ["how can I return items?", "returns"],
      ["refunds", "returns"],
      ["i want a refund", "returns"],
      ["money back", "returns"],
      ["opening hour", "hours"],
      ["what are your opening hours on sunday", "hours"],
      ["when do you open", "hours"],
      ["i cannot log in", "login"],
      ["can't log in!!", "login"],
      ["reset pasword", "login"],
      ["I want to talk to a real person", "people"],
      ["speak with human", "people"],
      ["balance of my gift card", "card"],
      ["cart", null],
      ["where is the toilet", null],
      ["how are you", null],
      ["what is the meaning of life", null],
      ["asdf qwer zxcv", null],
      ["ok", null],
      ["thanks", null],
      ["🙂🙂", null],
      ["", null],
      ["12345", null],
    ],
  },
  fr: {
    phrases: {
      order: ["où est ma commande", "suivi de commande", "mon colis n'est pas arrivé"],
      cancel: ["annuler ma commande"],
      returns: ["je veux un remboursement", "comment retourner un article"],
      hours: ["horaires d'ouverture", "quand êtes-vous ouverts"],
      people: ["parler à un conseiller", "je veux parler à quelqu'un"],
    },
    messages: [
      ["où est ma commande ?", "order"],
      ["ou est ma commande", "order"],
      ["OÙ SONT MES COMMANDES", "order"],
      ["Bonjour, je voudrais savoir où en est ma commande s'il vous plaît", "order"],
      ["ma comande ou est elle", "order"],
      ["suivi commande", "order"],
      ["suivre ma commande", "order"],
      ["mon colis n’est toujours pas arrivé", "order"],
      ["mon colis est pas arrive", "order"],
      ["mon colis est arrivé", null],
      ["je ne sais pas où est ma commande", "order"],
      ["annulation de ma commande", "cancel"],
      ["je veux annuler la commande", "cancel"],
      ["n'annulez pas ma commande", null],
      ["je ne veux plus annuler ma commande", null],
      ["je n'arrive pas à annuler ma commande", "cancel"],
      ["remboursement", "returns"],
      ["remboursez-moi", "returns"],
      ["comment je retourne des articles", "returns"],
      ["horaire d'ouverture", "hours"],
      ["quels sont vos horaires d’ouverture le dimanche", "hours"],
      ["vous êtes ouverts quand", "hours"],
      ["parler a un conseillé", "people"],
      ["je veux parler avec quelqu'un", "people"],
      ["comment allez-vous", null],
      ["quel temps fait-il", null],
      ["azerty", null],
      ["oui", null],
    ],
  },
  de: {
    phrases: {
      order: ["Wo ist meine Bestellung", "Bestellung verfolgen", "mein Paket ist nicht angekommen"],
      cancel: ["Bestellung stornieren"],
      returns: ["Ich möchte etwas zurückgeben", "Rückgabe", "Geld zurück"],
      hours: ["Öffnungszeiten", "wann habt ihr geöffnet"],
      people: ["mit einem Menschen sprechen", "ich möchte mit jemandem reden"],
    },
    messages: [
      ["wo ist meine bestellung", "order"],
      ["Wo sind meine Bestellungen?", "order"],
      ["Hallo, können Sie mir bitte sagen, wo meine Bestellung ist?", "order"],
      ["wo ist meine bestelung", "order"],
      ["mein Paket ist noch nicht angekommen", "order"],
      ["mein Paket ist angekommen", null],
      ["Ich weiß nicht, wo meine Bestellung ist", "order"],
      ["meine Bestellung stornieren bitte", "cancel"],
      ["bitte storniere die Bestellung", "cancel"],
      ["bitte nicht die Bestellung stornieren", null],
      ["Rückgabefrist", "returns"],
      ["ruckgabe", "returns"],
      ["ich will mein Geld zurück", "returns"],
      ["Offnungszeiten", "hours"],
      ["wie sind die Öffnungszeiten am Samstag", "hours"],
      ["wann geöffnet?", "hours"],
      ["ich will mit einem Menschen sprechen", "people"],
      ["wie geht es dir", null],
      ["Wo ist der Bahnhof", null],
      ["danke", null],
      ["qwertz uiop", null],
    ],
  },
  es: {
    phrases: {
      order: ["dónde está mi pedido", "seguir mi pedido", "mi paquete no ha llegado"],
      cancel: ["cancelar mi pedido"],
      returns: ["quiero devolver un artículo", "reembolso"],
      hours: ["horario de apertura", "a qué hora abren"],
      people: ["hablar con una persona"],
    },
    messages: [
      ["¿Dónde está mi pedido?", "order"],
      ["donde esta mi pedido", "order"],
      ["donde estan mis pedidos", "order"],
      ["hola buenas, dónde está mi pedido por favor", "order"],
      ["dnde esta mi peddio", "order"],
      ["mi paquete todavía no ha llegado", "order"],
      ["mi paquete ha llegado", null],
      ["no sé dónde está mi pedido", "order"],
      ["quiero cancelar el pedido", "cancel"],
      ["no quiero cancelar mi pedido", null],
      ["no puedo cancelar mi pedido", "cancel"],
      ["devolver artículos", "returns"],
      ["quiero un reembolso", "returns"],
      ["reembolsos", "returns"],
      ["horarios de apertura", "hours"],
      ["a que hora abren los domingos", "hours"],
      ["necesito hablar con una persona", "people"],
      ["cómo estás", null],
      ["dónde está el baño", null],
      ["gracias", null],
      ["asdfgh", null],
    ],
  },
  ja: {
    phrases: {
      order: ["注文はどこですか", "荷物が届かない", "配送状況を確認したい"],
      cancel: ["注文をキャンセルしたい", "キャンセルしたい"],
      returns: ["返品したい", "返金してください"],
      hours: ["営業時間を教えてください", "何時に開きますか"],
      people: ["オペレーターと話したい"],
    },
    messages: [
      ["注文はどこですか", "order"],
      ["注文どこ？", "order"],
      ["私の注文はどこにありますか", "order"],
      ["荷物がまだ届きません", "order"],
      ["荷物が届いてないんですけど", "order"],
      ["荷物が届きました", null],
      ["配送状況", "order"],
      ["注文をキャンセルしてください", "cancel"],
      ["キャンセルしたいです", "cancel"],
      ["返品できますか", "returns"],
      ["商品を返品したいのですが", "returns"],
      ["返金", "returns"],
      ["営業時間は？", "hours"],
      ["何時に開く？", "hours"],
      ["オペレータと話したいです", "people"],
      ["ｵﾍﾟﾚｰﾀｰと話したい", "people"],
      ["今日はいい天気ですね", null],
      ["ありがとう", null],
      ["東京タワーはどこですか", null],
    ],
  },
  zh: {
    phrases: {
      order: ["我的订单在哪里", "包裹还没到", "查询物流"],
      cancel: ["取消订单"],
      returns: ["我想退货", "怎么退款"],
      hours: ["营业时间", "几点开门"],
      people: ["转人工客服"],
    },
    messages: [
      ["我的订单在哪里", "order"],
      ["订单在哪儿？", "order"],
      ["请问我的订单现在在哪里", "order"],
      ["我的包裹还没有到", "order"],
      ["包裹没到", "order"],
      ["包裹到了", null],
      ["查一下物流", "order"],
      ["我要取消订单", "cancel"],
      ["帮我取消订单", "cancel"],
      ["不要取消订单", null],
      ["可以退货吗", "returns"],
      ["我要退货", "returns"],
      ["退款怎么弄", "returns"],
      ["你们的营业时间是几点", "hours"],
      ["几点开门啊", "hours"],
      ["人工客服", "people"],
      ["今天天气真好", null],
      ["谢谢", null],
      ["你好", null],
    ],
  },
  th: {
    phrases: {
      order: ["คำสั่งซื้อของฉันอยู่ที่ไหน", "พัสดุยังไม่มา", "ติดตามพัสดุ"],
      cancel: ["ยกเลิกคำสั่งซื้อ"],
      returns: ["ต้องการคืนสินค้า", "ขอเงินคืน"],
      hours: ["เปิดกี่โมง", "เวลาทำการ"],
      people: ["คุยกับเจ้าหน้าที่"],
    },
    messages: [
      ["คำสั่งซื้อของฉันอยู่ที่ไหน", "order"],
      ["คำสั่งซื้ออยู่ไหนคะ", "order"],
      ["พัสดุยังไม่มาเลยค่ะ", "order"],
      ["พัสดุมาแล้ว", null],
      ["อยากติดตามพัสดุครับ", "order"],
      ["ขอยกเลิกคำสั่งซื้อค่ะ", "cancel"],
      ["ไม่ต้องการยกเลิกคำสั่งซื้อ", null],
      ["คืนสินค้า", "returns"],
      ["อยากได้เงินคืน", "returns"],
      ["ร้านเปิดกี่โมงคะ", "hours"],
      ["ขอคุยกับเจ้าหน้าที่หน่อย", "people"],
      ["วันนี้อากาศดี", null],
      ["ขอบคุณค่ะ", null],
    ],
  },
};

function candidatesOf({ phrases }: Shop): readonly Candidate[] {
  return Object.entries(phrases).map(([workflow, list]) => ({ workflow, phrases: list }));
}

describe.each(Object.entries(shops))("%s", (language, shop) => {
  const candidates = candidatesOf(shop);
  test.each(shop.messages)("%s", (message, expected) => {
    const { best, ranking } = explainMatch(message, candidates, language);
    const told = ranking.slice(0, 2).map(({ workflow, phrase, score }) => `${workflow} ${score.toFixed(2)} ${phrase}`);
    expect({ workflow: best?.workflow ?? null, told }).toEqual({ workflow: expected, told });
  });

  test("each phrase means its own workflow, and nothing means it better", () => {
    for (const { workflow, phrases } of candidates) {
      for (const phrase of phrases) {
        const match = bestMatch(phrase, candidates, language);
        expect(match?.workflow).toBe(workflow);
        expect(match?.score).toBeCloseTo(1, 9);
      }
    }
  });
});

test.each(Object.entries(shops))("%s: whatever is said, the quick answer is the explained one", (language, shop) => {
  const candidates = candidatesOf(shop);
  const words = [
    ...new Set([...Object.values(shop.phrases).flat(), ...shop.messages.map(([message]) => message)]),
  ].flatMap((text) => text.split(" "));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words, "xyzzy"), { maxLength: 8 }), (said) => {
      const text = said.join(" ");
      expect(bestMatch(text, candidates, language)).toEqual(explainMatch(text, candidates, language).best);
    }),
    { numRuns: 60 },
  );
});
