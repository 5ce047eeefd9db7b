import { settingsLayers } from '../agent-settings.ts'
import type { AgentSettings } from '../schema/agent.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'

type Environment = NonNullable<NonNullable<AgentSettings['runtime']>['environment']>

/** Secrets written into the file, and names that Lambda keeps for itself. */
export function checkEnvironment(context: Context): void {
  for (const { path, settings } of settingsLayers(context.draft.manifest)) {
    const environment = settings.runtime?.environment
    if (environment !== undefined) checkOne(environment, [...path, 'runtime', 'environment'], context)
  }
}

function checkOne(environment: Environment, path: Path, { draft, report }: Context): void {
  if (Array.isArray(environment)) {
    for (const [index, name] of environment.entries()) {
      const owner = ownerOf(name)
      // The author wants its value, which is there on Lambda anyway.
      if (owner !== undefined)
        report.warning('MANIFEST_VARIABLE_RESERVED', draft.source.valueAt([...path, index]), { name, owner })
    }
    return
  }
  for (const [name, value] of Object.entries(environment)) {
    const reason = secretReason(name, String(value))
    const owner = ownerOf(name)
    if (owner !== undefined)
      report.error('MANIFEST_VARIABLE_RESERVED', draft.source.keyAt([...path, name]), { name, owner })
    if (reason !== undefined) report.error('MANIFEST_SECRET', draft.source.valueAt([...path, name]), { name, reason })
  }
}

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Defined runtime environment variables"
const reserved =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_.+|AWS_(SECRET_)?ACCESS_KEY(_ID)?|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/

/** Who sets the variable, whatever the file says; undefined: nobody else. */
function ownerOf(name: string): string | undefined {
  if (reserved.test(name)) return 'Lambda'
  return name.startsWith('TROUPE_') ? 'Troupe' : undefined
}

const secretValues: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key id'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bsk-[A-Za-z0-9_-]{16,}/, 'an API key (sk-…)'],
  [/\bgh[pousr]_[A-Za-z0-9]{30,}/, 'a GitHub token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*$/, 'a signed token (JWT)'],
  [/^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i, 'a password inside an address'],
]
const secretName =
  /(^|_)(SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|PRIVATE_KEY|CREDENTIALS?)(_|$)|SECRET|PASSWORD/i
/** `TOKEN_LIMIT: 4000` is none; neither is the name of a place where the secret is kept. */
const harmlessValue = /^(\d+(\.\d+)?|true|false|)$|^arn:aws/
const harmlessName = /_(LIMIT|COUNT|TTL|NAME|ARN|ID|URL|PATH|LENGTH|MAX|MIN|BUDGET)$|^MAX_/i

/** Never quotes the value: findings are printed and kept. */
function secretReason(name: string, value: string): string | undefined {
  const known = secretValues.find(([pattern]) => pattern.test(value))
  if (known !== undefined) return known[1]
  const isNamedSo = secretName.test(name) && !harmlessName.test(name)
  return isNamedSo && !harmlessValue.test(value) ? 'its name says so' : undefined
}
