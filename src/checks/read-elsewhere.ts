/** What a text would be taken for without its quotes. */

/** Words that YAML 1.1, which many editors and tools still read, takes for true or false. */
const booleans = /^(?:y|yes|n|no|on|off)$/i;
const moment = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?$/;
const sexagesimal = /^[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?$/;

/** As what many tools read a text that is written without quotes; null: as the text. */
export function readElsewhere(written: string): string | null {
  if (written.length <= 3 && booleans.test(written)) return `the answer ${/^(?:y|on)/i.test(written)}`;
  if (!beginsLikeNumber(written.charCodeAt(0))) return null;
  return moment.test(written) ? "a day" : sexagesimal.test(written) ? "a number" : null;
}

/** Days and numbers begin with a digit or a sign. */
function beginsLikeNumber(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 43 || code === 45;
}
