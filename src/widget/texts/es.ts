/** Spanish. */

import type { WidgetTexts } from "#widget/texts.ts";

export const es: WidgetTexts = {
  open: "Abrir el chat",
  close: "Cerrar el chat",
  unread: "Mensajes sin leer",
  messages: "Mensajes",
  write: "Escriba un mensaje",
  send: "Enviar",
  chooseFile: "Elegir un archivo",
  you: "Usted",
  language: "Idioma",
  typing: "{name} está escribiendo",
  sending: "Enviando",
  failed: "No enviado",
  retry: "Reintentar",
  lost: "Conexión perdida. Reintentando…",
  restored: "Conexión restablecida.",
  unavailable: "El chat no está disponible en este momento.",
  over: "Esta conversación ha terminado.",
  renew: "Iniciar una nueva conversación",
  newest: "Mensajes nuevos",
  newTab: "se abre en una pestaña nueva",
  languageFailed: "No se ha podido cambiar el idioma.",
};
