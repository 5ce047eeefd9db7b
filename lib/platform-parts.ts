import type { Blobs } from './blobs.ts'
import type { DeploymentPlan } from './deployment-plan.ts'
import type { JobTable } from './job-table.ts'
import type { LambdaCode } from './lambda-code.ts'
import type { PlannerQueue } from './planner-queue.ts'

/** What every function of the platform is made with. */
export interface PlatformParts {
  readonly plan: DeploymentPlan
  readonly code: LambdaCode
  readonly table: JobTable
  readonly queue: PlannerQueue
  readonly blobs: Blobs
}
