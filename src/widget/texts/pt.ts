/** Portuguese. */

import type { WidgetTexts } from "#widget/texts.ts";

export const pt: WidgetTexts = {
  open: "Abrir o chat",
  close: "Fechar o chat",
  unread: "Mensagens não lidas",
  messages: "Mensagens",
  write: "Escreva uma mensagem",
  send: "Enviar",
  chooseFile: "Escolher um ficheiro",
  you: "Você",
  language: "Idioma",
  typing: "{name} está a escrever",
  sending: "A enviar",
  failed: "Não enviada",
  retry: "Tentar novamente",
  lost: "Ligação perdida. Nova tentativa…",
  restored: "Ligação restabelecida.",
  unavailable: "O chat não está disponível neste momento.",
  over: "Esta conversa terminou.",
  renew: "Iniciar uma nova conversa",
  newest: "Novas mensagens",
  newTab: "abre num novo separador",
  languageFailed: "Não foi possível mudar o idioma.",
};
