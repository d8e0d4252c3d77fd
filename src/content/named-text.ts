/**
 * A text of a document by its name, such as `ask_order.retry.text`, whatever else the document holds: earlier versions
 * of a workflow need not fit the language of today.
 */

/** The value with this name in a workflow's plain JSON; undefined where there is none. */
export function namedText(workflow: unknown, name: string): unknown {
  const parts = name.split(".");
  if (name === "title" || name === "start.phrases") return follow(workflow, parts);
  const step = stepWithId(isMap(workflow) ? workflow.steps : undefined, parts[0] ?? "");
  return step && follow(step, parts.slice(1));
}

/** Lists of these hold no steps, though what is in them has ids too. */
const noSteps = new Set(["options", "carousel", "form", "say", "links"]);

function stepWithId(value: unknown, id: string): Record<string, unknown> | undefined {
  if (Array.isArray(value)) {
    for (const item of value) {
      if (isMap(item) && item.id === id) return item;
      const inside = stepWithId(item, id);
      if (inside) return inside;
    }
  } else if (isMap(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner !== "object" || inner === null) continue;
      const found = noSteps.has(key) && Array.isArray(inner) ? exitsInside(inner, id) : stepWithId(inner, id);
      if (found) return found;
    }
  }
  return undefined;
}

/** An option is no step, but may lead into a list of them. */
function exitsInside(items: readonly unknown[], id: string): Record<string, unknown> | undefined {
  for (const item of items) {
    if (!isMap(item)) continue;
    const { id: _own, ...rest } = item;
    const found = stepWithId(rest, id);
    if (found) return found;
  }
  return undefined;
}

/** Lists are followed by number, or by the id (of a form's field: the variable) of what is in them. */
function follow(value: unknown, parts: readonly string[]): unknown {
  const [first, ...rest] = parts;
  if (first === undefined) return value;
  if (Array.isArray(value)) {
    // A field's variable may have a dot in it: user.email.
    for (let length = 1; length < parts.length; length += 1) {
      const item = value.find((each) => idOf(each) === parts.slice(0, length).join("."));
      if (item !== undefined) return follow(item, parts.slice(length));
    }
    return /^\d+$/.test(first) ? follow(value[Number(first)], rest) : undefined;
  }
  return isMap(value) && Object.hasOwn(value, first) ? follow(value[first], rest) : undefined;
}

function idOf(item: unknown): unknown {
  return isMap(item) ? (item.id ?? item.var) : undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
