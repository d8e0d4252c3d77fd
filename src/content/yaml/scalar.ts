/** YAML 1.2's core schema: what a plain scalar means. Both readers use it, so that they cannot disagree. */

const integer = /^[-+]?[0-9]+$/;
const based = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** The value of an unquoted scalar. */
export function plainValue(source: string): string | number | boolean | null {
  switch (source) {
    case "":
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    case ".inf":
    case ".Inf":
    case ".INF":
    case "+.inf":
    case "+.Inf":
    case "+.INF":
      return Number.POSITIVE_INFINITY;
    case "-.inf":
    case "-.Inf":
    case "-.INF":
      return Number.NEGATIVE_INFINITY;
    case ".nan":
    case ".NaN":
    case ".NAN":
      return Number.NaN;
  }
  const first = source.charCodeAt(0);
  // A number begins with a digit, a sign or a dot: most texts need no pattern to be told apart.
  if (!((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)) return source;
  if (integer.test(source) || based.test(source) || float.test(source)) return Number(source);
  return source;
}
