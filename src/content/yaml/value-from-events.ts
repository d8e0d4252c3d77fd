/**
 * The quickest reader: `js-yaml`'s events to plain values, without a place for any of them. Most files have nothing to
 * be found in, and nobody asks where in them something stands.
 */

import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from "js-yaml";
import { maxDepth } from "#content/yaml/from-events.ts";
import { plainValue } from "#content/yaml/scalar.ts";

type Values = Record<string, unknown>;

/**
 * The file's value, as the nodes that `nodesFromEvents` makes of it have it. Undefined where that reader has anything
 * to say, or would have to look closer: a fault, an anchor, a tag, no value at all.
 */
export function valueFromEvents(text: string): unknown {
  let events: ReturnType<typeof parseEvents>;
  try {
    events = parseEvents(text, { maxDepth });
  } catch {
    return undefined;
  }
  let root: unknown;
  let documents = 0;
  /** The map or list that is being filled, and those around it; a map's next key, while its value is awaited. */
  let map: Values | null = null;
  let list: unknown[] | null = null;
  let key: string | null = null;
  const around: (Values | unknown[])[] = [];
  const keys: (string | null)[] = [];

  for (let index = 0; index < events.length; index += 1) {
    const event = events[index] as (typeof events)[number];
    let value: unknown;
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        documents += 1;
        if (documents > 1) return undefined;
        continue;
      case EVENT_ID.POP: {
        const outer = around.pop();
        key = keys.pop() ?? null;
        list = Array.isArray(outer) ? outer : null;
        map = outer === undefined || list ? null : (outer as Values);
        continue;
      }
      case EVENT_ID.ALIAS:
        return undefined;
      case EVENT_ID.SCALAR: {
        if (event.tagStart >= 0 || event.anchorStart >= 0) return undefined;
        const isPlain = event.style === SCALAR_STYLE.PLAIN;
        if (map !== null && key === null) {
          key = event.valueStart < 0 ? "" : getScalarValue(text, event);
          if (Object.hasOwn(map, key) || key === "__proto__" || (isPlain && key === "<<")) return undefined;
          continue;
        }
        if (event.valueStart < 0) value = null;
        else {
          value = getScalarValue(text, event);
          if (isPlain) value = plainValue(value as string);
        }
        break;
      }
      default:
        if (event.tagStart >= 0 || event.anchorStart >= 0 || (map !== null && key === null)) return undefined;
        value = event.type === EVENT_ID.SEQUENCE ? [] : {};
    }
    if (list !== null) list.push(value);
    else if (map !== null) {
      if (beginsWithDigit(key as string)) asTable(map);
      map[key as string] = value;
      key = null;
    } else root = value;
    if (event.type === EVENT_ID.SCALAR) continue;
    if (list !== null || map !== null) around.push((list ?? map) as Values | unknown[]);
    keys.push(key);
    key = null;
    list = event.type === EVENT_ID.SEQUENCE ? (value as unknown[]) : null;
    map = list ? null : (value as Values);
  }
  return root === null ? undefined : root;
}

function beginsWithDigit(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 48 && first <= 57;
}

/**
 * A map whose keys are numbers, such as `errors: { 404: … }`, would be kept as a list with room for all that are less,
 * five kilobytes each: the largest key makes a table of it, and it stays one.
 */
function asTable(map: Values): void {
  if (Object.hasOwn(map, largestIndex)) return;
  map[largestIndex] = null;
  delete map[largestIndex];
}

const largestIndex = 2 ** 32 - 2;
