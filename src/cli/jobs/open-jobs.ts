import { fileFlag } from '../open-project.ts'
import type { Run } from '../run-command.ts'
import { type ApiClient, createApiClient } from './api-client.ts'
import { baseUrl, type RuntimeOptions } from './base-url.ts'
import { urlAccess } from './url-access.ts'

/** What every command about jobs works with. */
export interface JobsRun extends Run {
  readonly client: ApiClient
  /** `--url …` or `--stage …` as it was given, with a space in front, to put behind commands that are proposed. */
  readonly sameRuntime: string
  /** Absent: the address of a runtime. */
  readonly stage?: string
}

/**
 * Finds the runtime, or the API of a stage. Throws the faults of `baseUrl`; for a stage those of `openStageProject`,
 * `readDeployedStage` and `stageAccess`.
 */
export async function openJobs(run: Run, { url, stage }: RuntimeOptions): Promise<JobsRun> {
  if (stage !== undefined) {
    // AWS's clients are not loaded for a laptop.
    const { openStageClient } = await import('../aws/open-stage-client.ts')
    const client = await openStageClient(run, stage)
    return { ...run, client, stage, sameRuntime: ` --stage ${stage}${fileFlag(run.file)}` }
  }
  const address = baseUrl({ url, env: run.env })
  const client = createApiClient(address, urlAccess(address, run.env))
  return { ...run, client, sameRuntime: url === undefined ? '' : ` --url ${url}` }
}
