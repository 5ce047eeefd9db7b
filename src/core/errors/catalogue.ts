import { agentErrors } from './agent.ts'
import { apiErrors } from './api.ts'
import { awsErrors } from './aws.ts'
import { cliErrors } from './cli.ts'
import { deployErrors } from './deploy.ts'
import type { ErrorEntry } from './error-entry.ts'
import { jobErrors } from './job.ts'
import { logErrors } from './log.ts'
import { manifestErrors } from './manifest.ts'
import { modelErrors } from './model.ts'
import { platformErrors } from './platform.ts'
import { ruleErrors } from './rule.ts'
import { simulationErrors } from './simulation.ts'
import { stageErrors } from './stage.ts'
import { stepErrors } from './step.ts'
import { storeErrors } from './store.ts'

/** Every code of the platform; docs/errors.md is generated from it, and a code that no test provokes fails the build. */
export const errorCatalogue = {
  ...manifestErrors,
  ...ruleErrors,
  ...jobErrors,
  ...stepErrors,
  ...agentErrors,
  ...modelErrors,
  ...storeErrors,
  ...apiErrors,
  ...platformErrors,
  ...cliErrors,
  ...logErrors,
  ...simulationErrors,
  ...deployErrors,
  ...awsErrors,
  ...stageErrors,
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorCatalogue
export type ErrorArgs = Readonly<Record<string, string | number | boolean>>

export function messageOf(code: ErrorCode, args: ErrorArgs): string {
  return fill(errorCatalogue[code].message, args)
}

/** The repair, or undefined when there is none or it needs an argument that was not given. An argument `hint` replaces it. */
export function hintOf(code: ErrorCode, args: ErrorArgs): string | undefined {
  if (typeof args.hint === 'string') return args.hint
  const entry: ErrorEntry = errorCatalogue[code]
  if (entry.hint === undefined) return undefined
  const needed = [...entry.hint.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string)
  return needed.every((name) => name in args) ? fill(entry.hint, args) : undefined
}

function fill(template: string, args: ErrorArgs): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in args ? String(args[name]) : whole))
}
