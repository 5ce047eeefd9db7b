/**
 * A small evaluator of IAM: may this role do this, by the policies in a template?
 *
 * It knows what these templates use: allow and deny, wildcards in actions and resources, and the condition operators of
 * `operators`; an operator that it does not know is an error of the test. Identity policies alone: no boundaries, no
 * service control policies, no policies of resources.
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html)
 */
import type { StackTemplate } from './synthesized.ts'

export interface Statement {
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions: Conditions
}

type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

export interface IamRequest {
  readonly action: string
  readonly resource: string
  /** Condition keys of the request; a key that the request does not have is left out. */
  readonly context?: Readonly<Record<string, readonly string[]>>
}

export function isAllowed(statements: readonly Statement[], request: IamRequest): boolean {
  const matching = statements.filter((statement) => applies(statement, request))
  return matching.some(({ effect }) => effect === 'Allow') && matching.every(({ effect }) => effect === 'Allow')
}

function applies({ actions, resources, conditions }: Statement, request: IamRequest): boolean {
  return (
    actions.some((pattern) => isLike(pattern, request.action)) &&
    resources.some((pattern) => isLike(pattern, request.resource)) &&
    Object.entries(conditions).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, wanted, request.context?.[key])),
    )
  )
}

function holds(operator: string, wanted: readonly string[], met: readonly string[] | undefined): boolean {
  const [qualifier, name = operator] = operator.split(':')
  if (qualifier === 'ForAllValues') return (met ?? []).every((value) => matches(name, wanted, value))
  if (name === 'Null') return (met === undefined) === (wanted[0] === 'true')
  if (name.endsWith('IfExists')) {
    return met === undefined || met.some((value) => matches(name.slice(0, -'IfExists'.length), wanted, value))
  }
  return met?.some((value) => matches(name, wanted, value)) ?? false
}

const operators: Readonly<Record<string, (wanted: string, met: string) => boolean>> = {
  StringEquals: (wanted, met) => wanted === met,
  StringLike: isLike,
  Bool: (wanted, met) => wanted === met,
}

function matches(operator: string, wanted: readonly string[], met: string): boolean {
  const compare = operators[operator]
  if (compare === undefined) throw new Error(`Operator ${operator} is not known to this evaluator`)
  return wanted.some((value) => compare(value, met))
}

/** `*` and `?`, also across `/` and `:`. */
function isLike(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${escaped}$`, 's').test(text)
}

/** Every role of the template with its inline policies, by logical id; other kinds of policies are not expected. */
export function rolesOf(template: StackTemplate): ReadonlyMap<string, readonly Statement[]> {
  const roles = new Map<string, readonly Statement[]>()
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    if (/^AWS::IAM::(Policy|ManagedPolicy|User|Group)$/.test(Type)) throw new Error(`${id} is an ${Type}`)
    if (Type !== 'AWS::IAM::Role') continue
    if (Properties.ManagedPolicyArns !== undefined) throw new Error(`${id} has managed policies`)
    const policies = (Properties.Policies ?? []) as { PolicyDocument: { Statement: unknown[] } }[]
    roles.set(
      id,
      policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map(statementOf)),
    )
  }
  return roles
}

/** A statement of a template, its references resolved to `arn:<logical id>`. */
export function statementOf(written: unknown): Statement {
  const { Effect, Action, Resource, Condition = {} } = written as Record<string, unknown>
  const conditions = Object.entries(Condition as Record<string, Record<string, unknown>>).map(([operator, keys]) => {
    const values = Object.entries(keys).map(([key, value]) => [key, listOf(value).map(textOf)])
    return [operator, Object.fromEntries(values)]
  })
  return {
    effect: Effect as Statement['effect'],
    actions: listOf(Action).map(String),
    resources: listOf(Resource ?? []).map(textOf),
    conditions: Object.fromEntries(conditions) as Conditions,
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

/** `{ "Fn::GetAtt": [X, "Arn"] }` is `arn:X`, of another attribute `arn:X.Attribute`; a `Ref` is `ref:X`. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const [[name, argument] = []] = Object.entries(value as Record<string, unknown>)
  if (name === 'Ref') return `ref:${argument}`
  if (name === 'Fn::GetAtt' && Array.isArray(argument)) {
    return `arn:${argument[0]}${argument[1] === 'Arn' ? '' : `.${argument[1]}`}`
  }
  if (name === 'Fn::Join' && Array.isArray(argument)) return (argument[1] as unknown[]).map(textOf).join(argument[0])
  throw new Error(`${JSON.stringify(value)} is not known to this evaluator`)
}
