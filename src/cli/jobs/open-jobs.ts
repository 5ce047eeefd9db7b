import type { Run } from '../run-command.ts'
import { type ApiClient, createApiClient } from './api-client.ts'
import { baseUrl, type RuntimeOptions } from './base-url.ts'

/** What every command about jobs works with. */
export interface JobsRun extends Run {
  readonly client: ApiClient
  /** `--url …` as it was given, with a space in front, to put behind commands that are proposed. */
  readonly sameRuntime: string
}

/** Throws the faults of `baseUrl`. */
export function openJobs(run: Run, options: RuntimeOptions): JobsRun {
  const client = createApiClient(baseUrl({ ...options, env: run.env }))
  return { ...run, client, sameRuntime: options.url === undefined ? '' : ` --url ${options.url}` }
}
