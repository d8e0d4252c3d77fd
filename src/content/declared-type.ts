/** What a declaration of a variable, an input or an output says about its value. */

import type { Declaration, Shape } from "#content/workflow.ts";
import type { DeclaredType } from "#expr/values.ts";

/** The shapes of a connection's answers, by their names; undefined where there is no such connection. */
export type AnswersOf = (connection: string) => Readonly<Record<string, Declaration>> | undefined;

/** Answers may name other answers: past this they go round in a circle. */
const maxDepth = 10;

/** The declared type, with `shop-api.order` replaced by the shape of that connection's answer. */
export function declaredType(declaration: Declaration, answersOf: AnswersOf, depth = 0): DeclaredType {
  if (depth > maxDepth) return "map";
  if (typeof declaration === "string") {
    const [connection = "", answer] = declaration.split(".");
    if (answer === undefined) return declaration;
    const answers = answersOf(connection);
    const shape = answers && Object.hasOwn(answers, answer) ? answers[answer] : undefined;
    return shape === undefined ? "map" : declaredType(shape, answersOf, depth + 1);
  }
  const keys = Object.keys(declaration);
  const isTyped = "type" in declaration && keys.every((key) => key === "type" || key === "sensitive");
  return isTyped
    ? shapeType(declaration.type as string | Shape, answersOf, depth + 1)
    : shapeType(declaration as Shape, answersOf, depth);
}

/** Inside a shape, `type` is a field as any other. */
function shapeType(shape: string | Shape, answersOf: AnswersOf, depth: number): DeclaredType {
  if (typeof shape === "string" || depth > maxDepth) return declaredType(shape, answersOf, depth + 1);
  return Object.fromEntries(
    Object.entries(shape).map(([field, type]) => [field, shapeType(type, answersOf, depth + 1)]),
  );
}
