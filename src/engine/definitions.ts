import type { Definition } from '../core/definition.ts'
import { Fault } from '../core/fault.ts'
import { getOrInsert } from '../core/get-or-insert.ts'
import type { Job } from '../core/job.ts'
import type { JobStore } from '../ports/job-store.ts'

const rememberedDefinitions = 100
const remembered = new WeakMap<JobStore, Map<string, Definition>>()

/** The definition a job keeps from its submit. Throws the fault `DEFINITION_MISSING`. */
export async function definitionOf(store: JobStore, job: Job): Promise<Definition> {
  const known = definitionsOf(store)
  const found = known.get(job.definitionHash) ?? (await store.loadDefinition(job.definitionHash))
  if (found === undefined) throw new Fault('DEFINITION_MISSING', { hash: job.definitionHash, jobId: job.jobId })
  remember(known, found)
  return found
}

/** Makes sure that the definition is in the store before a job refers to it. */
export async function keepDefinition(store: JobStore, definition: Definition): Promise<void> {
  const known = definitionsOf(store)
  if (known.has(definition.hash)) return
  await store.putDefinition(definition)
  remember(known, definition)
}

function definitionsOf(store: JobStore): Map<string, Definition> {
  return getOrInsert(remembered, store, () => new Map<string, Definition>())
}

function remember(known: Map<string, Definition>, definition: Definition): void {
  if (known.has(definition.hash)) return
  const oldest = known.keys().next()
  if (known.size >= rememberedDefinitions && !oldest.done) known.delete(oldest.value)
  known.set(definition.hash, definition)
}
