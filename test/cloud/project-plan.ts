import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DeploymentPlan, deploymentPlan } from '../../lib/deployment-plan.ts'
import type { Definition } from '../../src/core/definition.ts'
import { loadManifest } from '../../src/manifest/load-manifest.ts'

export interface ProjectPlan {
  readonly definition: Definition
  readonly plan: DeploymentPlan
}

/** What would be deployed of a project's stage `dev`. Throws when its agents.yaml is not valid. */
export function projectPlan(folder: string): ProjectPlan {
  const file = join(folder, 'agents.yaml')
  const { definition, deployment, findings } = loadManifest(readFileSync(file, 'utf8'), { file, stage: 'dev' })
  if (definition === undefined || deployment === undefined) throw new Error(`${file}: ${JSON.stringify(findings)}`)
  return { definition, plan: deploymentPlan(definition, deployment) }
}
