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
  pricer: { llm: { provider: bedrock, model: eu.amazon.nova-micro-v1:0, cache: 1d }, runtime: { timeout: 2m, memory: 1024, environment: { MODE: fast }, concurrency: 4 } }
  reader: { dependencies: { storage: read-only, memory: required } }
  writer: { dependencies: { storage: write, memory: { scope: reader } }, runtime: { environment: [API_KEY] } }
  counter: { dependencies: { storage: none } }
`

/** The same with an event bus. */
export const tellingShop = `${shop}infrastructure: { events: { provider: eventbridge } }\n`

/** A file with so many agents, spread over the shards. */
export function manyAgents(count: number, shards?: number): string {
  const names = Array.from({ length: count }, (_, index) => `  agent_${index}: {}\n`)
  const infrastructure = shards === undefined ? '' : `infrastructure: { shards: ${shards} }\n`
  return `project: { name: many }\n${infrastructure}agents:\n${names.join('')}`
}

/** Stages that differ in what is deployed. */
export const stageKinds: readonly (readonly [title: string, text: string, stage: string])[] = [
  ['with an HTTP API and IAM, traced', shop, 'prod'],
  ['with an HTTP API and IAM', shop, 'dev'],
  ['with JWTs', `${shop}api: { auth: jwt, jwt: { issuer: "https://id.example.com", audience: [jobs] } }\n`, 'dev'],
  ['with a REST API and IAM', `${shop}api: { kind: rest }\n`, 'dev'],
  ['with a REST API and keys', `${shop}api: { kind: rest, auth: api-key }\n`, 'prod'],
  ['with a function URL', `${shop}api: { kind: function-url }\n`, 'dev'],
  ['with shards and an event bus', `${shop}infrastructure: { shards: 2, events: { provider: eventbridge } }\n`, 'prod'],
]
