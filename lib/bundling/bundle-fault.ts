import type { BuildFailure, Message } from 'esbuild'
import { Fault, type Finding } from '../../src/core/fault.ts'

export function isBuildFailure(thrown: unknown): thrown is BuildFailure {
  return thrown instanceof Error && 'errors' in thrown && Array.isArray(thrown.errors)
}

/**
 * `AGENT_BUNDLE_FAILED` with a finding for every problem.
 * @param fileOf what to call a file that only the bundling knows, or none; undefined: it is shown as it is
 */
export function bundleFault(
  errors: readonly Message[],
  fileOf: (file: string | undefined) => string | undefined,
): Fault {
  // A problem of a file that several agents share is met once for each of them.
  const problems = new Map(
    errors.map((error) => {
      const args = argsOf(error, fileOf)
      return [JSON.stringify(args), args]
    }),
  )
  const findings = [...problems.values()].map(
    (args): Finding => ({ code: 'AGENT_BUNDLE_FAILED', level: 'error', args }),
  )
  return new Fault('AGENT_BUNDLE_FAILED', findings[0]?.args ?? {}, { findings })
}

function argsOf({ text, location }: Message, fileOf: (file: string | undefined) => string | undefined) {
  const problem = text.replace(/\s+/g, ' ')
  const file = fileOf(location?.file)
  if (file !== undefined) return { file, problem }
  return {
    file: location === null ? 'agents.yaml' : `${location.file}:${location.line}:${location.column + 1}`,
    problem,
  }
}
