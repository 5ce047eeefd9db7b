import type { AgentDefinition } from '../../core/definition.ts'
import type { Draft } from '../check-schema.ts'
import type { PlacedWorkflow } from '../compile-workflow.ts'
import type { Report } from '../report.ts'

/** What every check reads, and where it reports. A check never stops another. */
export interface Context {
  readonly draft: Draft
  readonly report: Report
  readonly stage: string | undefined
  readonly agents: Readonly<Record<string, AgentDefinition>>
  readonly workflows: readonly PlacedWorkflow[]
  /** Whether a file of the project exists, by its path relative to agents.yaml; absent: not checked. */
  readonly hasFile?: (path: string) => boolean
}
