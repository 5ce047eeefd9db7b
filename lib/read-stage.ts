import type { Definition } from '../src/core/definition.ts'
import { Fault } from '../src/core/fault.ts'
import { readManifest } from '../src/manifest/read-manifest.ts'
import { renderFindings } from '../src/manifest/render-findings.ts'
import { type DeploymentPlan, deploymentPlan } from './deployment-plan.ts'

export interface DeployedStage {
  readonly definition: Definition
  readonly plan: DeploymentPlan
}

/**
 * Reads an agents.yaml for one stage. Throws the fault `MANIFEST_INVALID`.
 * @param say is given the findings, warnings too, as a person reads them
 */
export function readStage(file: string, stage: string, say: (text: string) => void): DeployedStage {
  const { definition, deployment, findings, text } = readManifest(file, { stage })
  if (findings.length > 0) say(renderFindings(findings, text, { color: false }))
  if (definition === undefined || deployment === undefined) {
    const count = findings.filter(({ level }) => level === 'error').length
    // `troupe validate` does not know which stage was asked for, and might find nothing.
    throw new Fault('MANIFEST_INVALID', { file, count, hint: 'Mend what is listed above' }, { findings })
  }
  return { definition, plan: deploymentPlan(definition, deployment) }
}
