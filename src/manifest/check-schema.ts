import type { JsonObject, JsonValue } from '../core/json.ts'
import { isJsonObject } from '../core/json.ts'
import { valueAtPath } from './describe.ts'
import type { Report } from './report.ts'
import { type Manifest, manifestSchema } from './schema/manifest.ts'
import { knownKeys, schemaFindings } from './schema-findings.ts'
import type { Path, Source } from './source.ts'

/** What has the right shape, and what was left out because it has not. */
export interface Draft {
  readonly source: Source
  readonly manifest: Manifest
  /** Every name under `agents`, also of those that are wrong inside. */
  readonly agentNames: readonly string[]
  /** Whether something at or below the path was left out: then its absence says nothing. */
  isDamaged(path: Path): boolean
}

/** A refused value is taken out, then what holds it, until the rest fits; a file nests less deep than this. */
const maxRounds = 8

/**
 * Checks the document against the schema. What is wrong becomes findings and is taken out, so that the rest can be
 * checked in the same run. Undefined when nothing useful is left.
 */
export function checkSchema(source: Source, report: Report): Draft | undefined {
  const damaged: Path[] = []
  let document = source.document
  for (let round = 0; round < maxRounds; round++) {
    const result = manifestSchema.safeParse(document, { error: knownKeys, reportInput: true })
    if (result.success) return createDraft(source, result.data, damaged)
    const refused = schemaFindings(result.error, source)
    if (round === 0) {
      report.add(refused.findings)
      document = structuredClone(document)
    }
    const rest = takeAllOut(document, refused.damaged, damaged)
    if (rest === undefined) return undefined
    document = rest
  }
  return undefined
}

/** Undefined when `agents` itself is gone: then there is nothing to check. */
function takeAllOut(document: JsonObject, paths: readonly Path[], damaged: Path[]): JsonObject | undefined {
  let rest = document
  for (const path of paths) {
    const taken = takeOut(rest, path)
    if (taken.length === 0 && !isProject(path)) return undefined
    if (taken.length === 0) rest = { ...rest, project: { name: 'unnamed' } }
    damaged.push(taken.length === 0 ? path : taken)
  }
  return rest
}

function createDraft(source: Source, manifest: Manifest, damaged: readonly Path[]): Draft {
  const agentNames = Object.keys(source.document.agents ?? {})
  return { source, manifest, agentNames, isDamaged: (path) => damaged.some(startsWith(path)) }
}

/** Nothing else depends on the project's name. */
function isProject(path: Path): boolean {
  return path.length === 1 && path[0] === 'project'
}

function startsWith(prefix: Path): (path: Path) => boolean {
  return (path) => prefix.every((key, index) => path[index] === key)
}

/** Removes the value, or the nearest map entry around it: taking it out of a list would move its neighbours. */
function takeOut(document: JsonObject, path: Path): Path {
  for (let length = path.length; length > 0; length--) {
    const parent = valueAtPath(document, path.slice(0, length - 1))
    const key = path[length - 1]
    if (!isJsonObject(parent) || typeof key !== 'string' || !Object.hasOwn(parent, key)) continue
    Reflect.deleteProperty(parent as Record<string, JsonValue>, key)
    return path.slice(0, length)
  }
  return []
}
