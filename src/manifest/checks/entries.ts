import type { EntryDocument, GraphStepDocument } from '../schema/steps.ts'
import type { RuleDocument } from '../schema/workflow.ts'
import type { Path } from '../source.ts'

export interface PlacedEntry {
  readonly entry: Exclude<EntryDocument, string> | GraphStepDocument
  readonly path: Path
}

/** Every entry and graph step of a rule that is more than a name, also those inside sequential and parallel. */
export function* entriesOf(rule: RuleDocument, path: Path): Generator<PlacedEntry> {
  yield* listed(rule.agents ?? [], [...path, 'agents'])
  yield* listed(rule.else ?? [], [...path, 'else'])
  for (const [name, entry] of Object.entries(rule.steps ?? {})) yield { entry, path: [...path, 'steps', name] }
}

function* listed(entries: readonly EntryDocument[], path: Path): Generator<PlacedEntry> {
  for (const [index, entry] of entries.entries()) {
    if (typeof entry === 'string') continue
    const at = [...path, index]
    yield { entry, path: at }
    if ('sequential' in entry) yield* listed(entry.sequential, [...at, 'sequential'])
    if ('parallel' in entry) yield* listed(entry.parallel, [...at, 'parallel'])
  }
}
