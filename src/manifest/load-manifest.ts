import type { AgentDefinition, Definition } from '../core/definition.ts'
import type { Finding } from '../core/fault.ts'
import { stageOf } from './agent-settings.ts'
import { checkSchema, type Draft } from './check-schema.ts'
import { checkAgents } from './checks/agents.ts'
import { checkApi } from './checks/api.ts'
import type { Context } from './checks/context.ts'
import { checkDeployment } from './checks/deployment.ts'
import { checkEnvironment } from './checks/environment.ts'
import { checkFailure } from './checks/failure.ts'
import { checkFlow } from './checks/flow.ts'
import { checkGraphs } from './checks/graph.ts'
import { checkInfrastructure } from './checks/infrastructure.ts'
import { checkLlm } from './checks/llm.ts'
import { checkNames } from './checks/names.ts'
import { checkNotBuilt } from './checks/not-built.ts'
import { checkReferences } from './checks/references.ts'
import { checkRules } from './checks/rules.ts'
import { compileAgent } from './compile-agent.ts'
import { compileDeployment } from './compile-deployment.ts'
import { placeWorkflows, workflowOf } from './compile-workflow.ts'
import { hashDefinition } from './definition-hash.ts'
import type { DeploymentSettings } from './deployment-settings.ts'
import { createReport } from './report.ts'
import type { Manifest } from './schema/manifest.ts'
import { parseSource } from './source.ts'

// agents.yaml to a checked definition.
//
// M1 Text alone decides: no file is read, no clock asked; the same text gives the same definition and hash.
// M2 A definition exists only when no finding is an error.
// M3 Everything written is acted on, or is a finding.
// M4 Every finding made here has a place within the text.
//
// It does not load agents' code, so exported schemas and tools are checked where the code is loaded.

export interface LoadOptions {
  /** How places call the file. */
  readonly file: string
  /** Whether a file exists, by its path relative to agents.yaml. Absent: agents' code is not looked for. */
  readonly hasFile?: (path: string) => boolean
  /** The stage that is being deployed: its settings are merged into the agents, and what AWS refuses is an error. */
  readonly stage?: string
}

export interface LoadedManifest {
  /** As written; absent when its shape is wrong. */
  readonly manifest?: Manifest
  /** Absent when a finding is an error. */
  readonly definition?: Definition
  /** When a stage was asked for and a definition exists. */
  readonly deployment?: DeploymentSettings
  /** In the order of the file. */
  readonly findings: readonly Finding[]
}

/** More needs than this would make the definition too large to keep. */
const maxNeeds = 100_000

/** Parses, checks and compiles the text of an agents.yaml. Never throws. */
export function loadManifest(text: string, options: LoadOptions): LoadedManifest {
  const report = createReport()
  const { source, findings } = parseSource(text, options.file)
  report.add(findings)
  const draft = source && checkSchema(source, report)
  if (draft === undefined) return { findings: report.findings() }

  const agents = compileAgents(draft, options.stage)
  const workflows = placeWorkflows(draft, agents)
  const { hasFile, stage } = options
  const context: Context = { draft, report, stage, agents, workflows, ...(hasFile === undefined ? {} : { hasFile }) }
  checkAll(context)
  const shape = draft.isDamaged([]) ? {} : { manifest: draft.manifest }
  if (report.hasErrors()) return { ...shape, findings: report.findings() }
  const deployment = stage === undefined ? {} : { deployment: compileDeployment(draft.manifest, stage) }
  return { ...shape, ...deployment, definition: compile(context), findings: report.findings() }
}

const checks = [
  checkAgents,
  checkEnvironment,
  checkFailure,
  checkNames,
  checkReferences,
  checkRules,
  checkGraphs,
  checkApi,
  checkInfrastructure,
  checkLlm,
  checkDeployment,
  checkNotBuilt,
]

function checkAll(context: Context): void {
  for (const check of checks) check(context)
  const steps = context.workflows.flatMap(({ rules }) =>
    rules.flatMap(({ whenTrue, whenFalse }) => [...whenTrue, ...whenFalse]),
  )
  const needs = steps.reduce((sum, { template }) => sum + template.needs.length, 0)
  if (needs <= maxNeeds) return checkFlow(context)
  const args = { subject: 'The plan', met: `${needs} needs between steps`, limit: String(maxNeeds) }
  context.report.error('MANIFEST_TOO_LARGE', context.draft.source.keyAt(['orchestration']), args)
}

function compileAgents(draft: Draft, stage: string | undefined): Record<string, AgentDefinition> {
  const compiled = draft.agentNames.map((name) => [name, compileAgent(name, draft.manifest, stage)] as const)
  return Object.fromEntries(compiled)
}

function compile({ draft, agents, workflows, stage }: Context): Definition {
  const { name, version = '0.0.0', region: home } = draft.manifest.project
  const region = stageOf(draft.manifest, stage)?.region ?? home
  return hashDefinition({
    format: 1,
    project: { name, version, ...(region === undefined ? {} : { region }) },
    agents,
    workflows: Object.fromEntries(workflows.map((workflow) => [workflow.name, workflowOf(workflow)])),
  })
}
