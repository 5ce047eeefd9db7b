import type { AgentDefinition, Join, StepTemplate, StepWork } from '../core/definition.ts'
import { parseDurationMs } from '../core/duration.ts'
import { defaultRetry } from '../core/retry.ts'
import { compileOnError, compileRetry } from './compile-agent.ts'
import type { AgentStepDocument, EntryDocument, GraphStepDocument } from './schema/steps.ts'
import type { Path } from './source.ts'

// From the ways to write steps to one graph of needs.
//
// L1 In a list, the first steps of an entry need the last steps of the entry before it; the order alone counts (`settled`).
// L2 A step is called as its author called it; else after its agent, or `wait`; the second such one is `name-2`.
// L3 Nothing is dropped: an entry that is not built yet is a finding elsewhere, and then there is no definition.

/** A step of the definition and where the file says so. */
export interface PlacedStep {
  readonly template: StepTemplate
  readonly path: Path
  /** Where its agent is named; absent for a wait. */
  readonly agentPath?: Path
  /** Whether its author chose the name. */
  readonly named: boolean
}

export interface BranchOptions {
  readonly path: Path
  /** Whether the entries of the list wait for each other. */
  readonly ordered: boolean
  readonly agents: Readonly<Record<string, AgentDefinition>>
}

export function compileList(entries: readonly EntryDocument[], options: BranchOptions): PlacedStep[] {
  const list: List = { options, steps: [], taken: new Set(explicitNames(entries)) }
  if (options.ordered) addChain(entries, { path: options.path, needs: [] }, list)
  else addTogether(entries, { path: options.path, needs: [] }, list)
  return list.steps
}

export function compileGraph(steps: Readonly<Record<string, GraphStepDocument>>, options: BranchOptions): PlacedStep[] {
  const placed: PlacedStep[] = []
  for (const [name, step] of Object.entries(steps)) {
    const work = workOf(step)
    if (work === undefined) continue
    const path = [...options.path, name]
    const settings = 'agent' in step ? stepSettings(step, options) : whenOf(step.when)
    const template = { name, work, needs: step.needs ?? [], join: joinOf(step.join), ...settings }
    placed.push({ template, path, named: true, ...('agent' in step ? { agentPath: [...path, 'agent'] } : {}) })
  }
  return placed
}

interface List {
  readonly options: BranchOptions
  readonly steps: PlacedStep[]
  readonly taken: Set<string>
}

interface Position {
  readonly path: Path
  readonly needs: readonly string[]
}

/** Adds the entry's steps; answers the names of its last ones. */
function addEntry(entry: EntryDocument, at: Position, list: List): readonly string[] {
  if (typeof entry === 'string') return addStep({ agent: entry }, { ...at, agentPath: at.path }, list)
  if ('sequential' in entry) return addChain(entry.sequential, { ...at, path: [...at.path, 'sequential'] }, list)
  if ('parallel' in entry) return addTogether(entry.parallel, { ...at, path: [...at.path, 'parallel'] }, list)
  if ('agent' in entry) return addStep(entry, { ...at, agentPath: [...at.path, 'agent'] }, list)
  if ('wait' in entry) return addWait(entry.wait, at, list)
  return at.needs
}

function addChain(entries: readonly EntryDocument[], at: Position, list: List): readonly string[] {
  let needs = at.needs
  for (const [index, entry] of entries.entries()) needs = addEntry(entry, { path: [...at.path, index], needs }, list)
  return needs
}

function addTogether(entries: readonly EntryDocument[], at: Position, list: List): readonly string[] {
  const last = new Set<string>()
  for (const [index, entry] of entries.entries()) {
    for (const name of addEntry(entry, { ...at, path: [...at.path, index] }, list)) last.add(name)
  }
  return [...last]
}

function addStep(step: AgentStepDocument, at: Position & { agentPath: Path }, list: List): readonly string[] {
  const name = step.step ?? freeName(step.agent, list.taken)
  const work: StepWork = { kind: 'agent', agent: step.agent }
  const template = { name, work, needs: at.needs, join: 'settled' as const, ...stepSettings(step, list.options) }
  list.steps.push({ template, path: at.path, agentPath: at.agentPath, named: step.step !== undefined })
  return [name]
}

function addWait(written: number | string, at: Position, list: List): readonly string[] {
  const name = freeName('wait', list.taken)
  const work: StepWork = { kind: 'wait', waitMs: parseDurationMs(written) ?? 0 }
  list.steps.push({ template: { name, work, needs: at.needs, join: 'settled' }, path: at.path, named: false })
  return [name]
}

function freeName(base: string, taken: Set<string>): string {
  let name = base
  for (let count = 2; taken.has(name); count++) name = `${base}-${count}`
  taken.add(name)
  return name
}

/** Chosen names come first, wherever they stand: a numbered one gives way. */
function* explicitNames(entries: readonly EntryDocument[]): Generator<string> {
  for (const entry of entries) {
    if (typeof entry === 'string') continue
    if ('sequential' in entry) yield* explicitNames(entry.sequential)
    else if ('parallel' in entry) yield* explicitNames(entry.parallel)
    else if ('agent' in entry && entry.step !== undefined) yield entry.step
  }
}

function workOf(step: GraphStepDocument): StepWork | undefined {
  if ('agent' in step) return { kind: 'agent', agent: step.agent }
  if ('wait' in step) return { kind: 'wait', waitMs: parseDurationMs(step.wait) ?? 0 }
  return undefined
}

function joinOf(written: GraphStepDocument['join']): Join {
  if (written === undefined) return 'all'
  return typeof written === 'string' ? written : { atLeast: written.at_least }
}

type Settings = Pick<StepTemplate, 'when' | 'with' | 'timeoutMs' | 'retry' | 'onError'>

function stepSettings(step: AgentStepDocument, { agents }: BranchOptions): Settings {
  const timeoutMs = parseDurationMs(step.timeout)
  const base = Object.hasOwn(agents, step.agent) ? agents[step.agent]?.retry : undefined
  return {
    ...whenOf(step.when),
    ...(step.with === undefined ? {} : { with: step.with }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(step.retry === undefined ? {} : { retry: compileRetry(step.retry, base ?? defaultRetry) }),
    ...(step.on_error === undefined ? {} : { onError: compileOnError(step.on_error) }),
  }
}

function whenOf(when: AgentStepDocument['when']): { when?: string } {
  return typeof when === 'string' && when.trim() !== 'always' ? { when } : {}
}
