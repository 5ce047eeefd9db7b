import { type DeploymentPlan, deploymentPlan } from '../../lib/deployment-plan.ts'
import { loadManifest } from '../../src/manifest/load-manifest.ts'

/** The plan of a stage for the text of an agents.yaml; throws its findings. */
export function planned(text: string, stage = 'dev'): DeploymentPlan {
  const { definition, deployment, findings } = loadManifest(text, { file: 'agents.yaml', stage })
  if (definition === undefined || deployment === undefined) throw new Error(JSON.stringify(findings))
  return deploymentPlan(definition, deployment)
}

export const shop = `
project: { name: shop, version: 1.0.0, region: eu-central-1 }
stages:
  prod:
    account: "123456789012"
    region: eu-west-1
    retention: 90d
    tracing: true
    alarms: { email: ops@example.com }
    agents: { pricer: { runtime: { memory: 2048 } } }
agents:
  cleaner: {}
  pricer: { runtime: { timeout: 2m, memory: 1024, environment: { MODE: fast }, concurrency: 4 } }
  reader: { dependencies: { storage: read-only } }
  writer: { dependencies: { storage: write }, runtime: { environment: [API_KEY] } }
  counter: { dependencies: { storage: none } }
`

/** A file with so many agents, spread over the shards. */
export function manyAgents(count: number, shards?: number): string {
  const names = Array.from({ length: count }, (_, index) => `  agent_${index}: {}\n`)
  const infrastructure = shards === undefined ? '' : `infrastructure: { shards: ${shards} }\n`
  return `project: { name: many }\n${infrastructure}agents:\n${names.join('')}`
}
