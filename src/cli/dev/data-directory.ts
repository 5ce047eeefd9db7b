import { join, resolve } from 'node:path'
import type { Env } from '../../env.ts'

/** `--data`, else TROUPE_DATA, both from where the command runs; else `.troupe` beside agents.yaml. Absolute. */
export function dataDirectory(
  project: { readonly directory: string },
  env: Pick<Env, 'data'>,
  given: string | undefined,
): string {
  const named = given ?? env.data
  return named === undefined ? join(project.directory, '.troupe') : resolve(named)
}
