import { type ApiClient, createApiClient } from '../jobs/api-client.ts'
import { openStageProject } from '../open-project.ts'
import type { Run } from '../run-command.ts'
import { stageAccess } from './stage-access.ts'
import { readDeployedStage } from './stage-outputs.ts'

/** Speaks to the API of a deployed stage, as agents.yaml says that it wants to be spoken to. */
export async function openStageClient(run: Run, stage: string): Promise<ApiClient> {
  const project = openStageProject(run, stage)
  const deployed = await readDeployedStage(project)
  return createApiClient(deployed.output('ApiUrl'), stageAccess(deployed, project.deployment.api, run.env))
}
