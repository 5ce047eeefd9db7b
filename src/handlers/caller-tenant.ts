import { Fault } from '../core/fault.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts'

/**
 * Whose jobs a request may see, from what API Gateway's authorizer found out, and from nothing else: headers, query and
 * body are the caller's own words.
 *
 * | caller | tenant |
 * |---|---|
 * | token with a claim `tenant` (Cognito: `custom:tenant`), or a Lambda authorizer whose context has it | that |
 * | IAM principal of another AWS account than the API's | `account-<its number>` |
 * | anybody else that got this far: IAM principals of the own account, API keys, tokens without the claim | `default` |
 *
 * IAM principals of one account share their jobs: what a pipeline submitted, its team wants to look at, and the names of
 * role sessions change with every login. Throws `API_TENANT_INVALID` for a claim that cannot be a tenant: nobody becomes
 * `default` by mistake.
 */
export function callerTenant(requestContext: unknown): string {
  const context = objectOf(requestContext)
  const claim = claimOf(objectOf(context.authorizer))
  if (claim !== undefined) return checked(claim)
  const account = objectOf(objectOf(context.authorizer).iam).accountId ?? objectOf(context.identity).accountId ?? null
  return account === null || account === context.accountId ? 'default' : checked(`account-${account}`)
}

/** The places where payloads 2.0 and 1.0 put what an authorizer says. */
function claimOf(authorizer: JsonObject): JsonValue | undefined {
  const places = [objectOf(authorizer.jwt).claims, authorizer.lambda, authorizer.claims, authorizer]
  const claims = places.flatMap((place) => [objectOf(place).tenant, objectOf(place)['custom:tenant']])
  return claims.find((claim) => claim !== undefined)
}

function checked(claim: JsonValue): string {
  if (typeof claim === 'string' && /^[A-Za-z0-9._:@-]{1,128}$/.test(claim)) return claim
  throw new Fault('API_TENANT_INVALID', { tenant: JSON.stringify(claim).slice(0, 100) })
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}
