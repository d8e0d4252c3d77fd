/** The expressions of a site's workflows and default responses with what is in scope of each: for the checks of names and types. */

import { type OwnedWorkflow, withExpressions } from "#checks/workflows.ts";
import type { Brand } from "#content/brand.ts";
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
  const names = namesIn(owned);
  const placed = expressionsOf(owned.workflow);
  const lists = new Map<string, PlacedExpression["source"]>();
  for (const { purpose, step, target, source } of placed)
    if (purpose === "each") lists.set(`${step} ${target}`, source);
  const expressions: TypedExpression[] = [];
  for (const each of placed) {
    const { type, problems } = checkExpression(each.source, scopeOf(each, owned.workflow, names, lists));
    expressions.push({ placed: each, type, problems });
  }
  return { owned, variables: names.variables, expressions };
}

/** The names that hold in the whole of a workflow, and the scopes of those places that have some more. */
interface Names {
  readonly variables: ReadonlyMap<string, Type>;
  readonly scope: TypeScope;
  /** By the name that a place adds, and its type. */
  readonly inner: Map<string, Map<Type, TypeScope>>;
  /** Of what is saved from a call's answer. */
  save: TypeScope | null;
}

const byDeclarations = new WeakMap<object, Map<string, Names>>();

/** Workflows that declare the same share a scope, so that what they have in common is checked once. */
function namesIn({ workflow, assistant, brand }: OwnedWorkflow): Names {
  const owner = brand ?? assistant ?? workflow;
  const { inputs, vars, outputs } = workflow;
  let known = byDeclarations.get(owner);
  if (!known) byDeclarations.set(owner, (known = new Map()));
  const key = JSON.stringify([inputs, vars, outputs]);
  let names = known.get(key);
  if (!names) {
    const variables = typesOf({ ...inputs, ...vars, ...outputs }, brand);
    const scope: TypeScope = new Map<string, Type>([
      ["user", user],
      ["brand", brand?.value ? typeOfBrand(brand.value) : any],
      ["channel", channel],
      ["conversation", conversation],
      ["last_message", string],
      ...variables,
    ]);
    known.set(key, (names = { variables, scope, inner: new Map(), save: null }));
  }
  return names;
}

const brands = new WeakMap<Brand, Type>();

function typeOfBrand(brand: Brand): Type {
  let type = brands.get(brand);
  if (!type) brands.set(brand, (type = typeOfValue(brand.values ?? {})));
  return type;
}

/** What is in scope of a place; places with the same names and types share a scope, too. */
function scopeOf(
  placed: PlacedExpression,
  workflow: Workflow,
  names: Names,
  lists: ReadonlyMap<string, PlacedExpression["source"]>,
): TypeScope {
  const [name] = placed.names;
  if (name === undefined) return names.scope;
  if (placed.purpose === "save") {
    names.save ??= new Map([...names.scope, ["status", int], ["body", any], ["headers", mapOf(string)]]);
    return names.save;
  }
  const type =
    placed.purpose === "accept"
      ? typeOfAnswer(answerTypeAt(workflow, placed), placed.target, names.variables)
      : typeOfItem(lists.get(`${placed.step} ${name}`), names);
  let scopes = names.inner.get(name);
  if (!scopes) names.inner.set(name, (scopes = new Map()));
  let scope = scopes.get(type);
  if (!scope) scopes.set(type, (scope = new Map([...names.scope, [name, type]])));
  return scope;
}

/** The type of what a list of data is made of. */
function typeOfItem(list: PlacedExpression["source"] = "", { scope }: Names): Type {
  const { type } = checkExpression(list, scope);
  return type.kind === "list" ? type.item : any;
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
      // Where nobody knows what it is kept in, that alone is told.
      if (!kept && !askedDetails.has((target ?? "").replace(/^user\./, ""))) return any;
      return kept && (kept === file || /^(?:int|number|date|time|bool)$/.test(kept.kind)) ? kept : string;
    }
    case "text":
    case "email":
    case "phone":
    case "url":
      return string;
    default:
      return any;
  }
}
