/** The expressions of a site's workflows and default responses with what is in scope of each: for the checks of names and types. */

import { type OwnedWorkflow, withExpressions } from "#checks/workflows.ts";
import type { BrandItem, Content } from "#content/content.ts";
import { declaredType } from "#content/declared-type.ts";
import { expressionsOf, type PlacedExpression } from "#content/expressions.ts";
import type { AnswerType, Declaration, Workflow } from "#content/workflow.ts";
import { checkExpression } from "#expr/check.ts";
import type { TypeProblem, TypeScope } from "#expr/checking.ts";
import {
  any,
  bool,
  date,
  file,
  int,
  mapOf,
  number,
  shapeOf,
  string,
  type Type,
  time,
  typeOfDeclared,
  typeOfValue,
} from "#expr/type.ts";

export interface TypedExpression {
  readonly placed: PlacedExpression;
  readonly type: Type;
  readonly problems: readonly TypeProblem[];
}

export interface TypedWorkflow {
  readonly owned: OwnedWorkflow;
  /** Inputs, variables and outputs. */
  readonly variables: ReadonlyMap<string, Type>;
  readonly expressions: readonly TypedExpression[];
}

const typed = new WeakMap<Content, readonly TypedWorkflow[]>();

export function typedWorkflows(content: Content): readonly TypedWorkflow[] {
  const known = typed.get(content);
  if (known) return known;
  const result = withExpressions(content).map(typedWorkflow);
  typed.set(content, result);
  return result;
}

/** Details of a customer that a workflow may ask for. */
export const askedDetails: ReadonlyMap<string, Type> = new Map([
  ["name", string],
  ["email", string],
  ["phone", string],
  ["locale", string],
]);

const user = shapeOf({
  ...Object.fromEntries(askedDetails),
  id: string,
  verified: bool,
  claims: mapOf(any),
});
const channel = shapeOf({ id: string, type: string });
const conversation = shapeOf({ id: string, started: time });

function typedWorkflow(owned: OwnedWorkflow): TypedWorkflow {
  const { inputs, vars, outputs } = owned.workflow;
  const variables = typesOf({ ...inputs, ...vars, ...outputs }, owned.brand);
  const values = owned.brand?.value?.values;
  const scope: TypeScope = new Map<string, Type>([
    ["user", user],
    ["brand", owned.brand?.value ? typeOfValue(values ?? {}) : any],
    ["channel", channel],
    ["conversation", conversation],
    ["last_message", string],
    ...variables,
  ]);
  const lists = new Map<string, PlacedExpression["source"]>();
  const scopes = new Map<string, TypeScope>();
  const expressions = expressionsOf(owned.workflow);
  for (const { purpose, step, target, source } of expressions)
    if (purpose === "each") lists.set(`${step} ${target}`, source);
  /** The names of one place; places with the same names and types share a scope, so that texts are checked once. */
  const scopeOf = (placed: PlacedExpression): TypeScope => {
    if (placed.names.length === 0) return scope;
    const own = placed.names.map((name) => [name, typeOfName(name, placed)] as const);
    const key = placed.purpose === "save" ? "save" : `${placed.step} ${placed.target} ${placed.names.join(" ")}`;
    let inner = scopes.get(key);
    if (!inner) scopes.set(key, (inner = new Map([...scope, ...own])));
    return inner;
  };
  const typeOfName = (name: string, placed: PlacedExpression): Type => {
    if (placed.purpose === "accept")
      return typeOfAnswer(answerTypeAt(owned.workflow, placed), placed.target, variables);
    if (placed.purpose === "save") return name === "status" ? int : name === "headers" ? mapOf(string) : any;
    const list = checkExpression(lists.get(`${placed.step} ${name}`) ?? "", scope).type;
    return list.kind === "list" ? list.item : any;
  };
  return {
    owned,
    variables,
    expressions: expressions.map((placed) => ({ placed, ...checkExpression(placed.source, scopeOf(placed)) })),
  };
}

/** What declarations say, by name. */
export function typesOf(
  declarations: Readonly<Record<string, Declaration>>,
  brand: BrandItem | undefined,
): ReadonlyMap<string, Type> {
  return new Map(
    Object.entries(declarations).map(([name, declaration]) => [
      name,
      typeOfDeclared(declaredType(declaration, (connection) => brand?.connections.get(connection)?.value?.answers)),
    ]),
  );
}

/** The type of the answer that an `accept` belongs to. */
function answerTypeAt(workflow: Workflow, { path }: PlacedExpression): AnswerType | undefined {
  let holder: unknown = workflow;
  for (const key of path.slice(0, -1)) holder = (holder as Readonly<Record<string | number, unknown>>)[key];
  return answerType(holder as Question);
}

export interface Question {
  readonly type?: AnswerType;
  readonly files?: unknown;
}

/** What a question says of its answer. */
export function answerType({ type, files }: Question): AnswerType | undefined {
  return type ?? (files === undefined ? undefined : "file");
}

/** What an answer is; where the question does not say, what it is kept in does. */
export function typeOfAnswer(
  answer: AnswerType | undefined,
  target: string | null,
  variables: ReadonlyMap<string, Type>,
): Type {
  switch (answer) {
    case "int":
      return int;
    case "number":
      return number;
    case "date":
      return date;
    case "file":
      return file;
    case undefined: {
      const kept = variables.get(target ?? "");
      return kept && (kept === file || /^(?:int|number|date|time|bool)$/.test(kept.kind)) ? kept : string;
    }
    default:
      return string;
  }
}
