import { createRequire } from 'node:module'
import type { Ajv as AjvClass, ErrorObject, Options } from 'ajv'
import type { JsonObject } from '../../core/json.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'

/** Whether it is a JSON Schema (draft-07) that can be compiled: known keywords, references that lead somewhere. */
export function checkInputSchema(schema: JsonObject, path: Path, { draft, report }: Context): boolean {
  grammar ??= createAjv({})
  if (grammar.validateSchema(schema) !== true) {
    const { instancePath, message } = lastError(grammar.errors ?? [])
    const inside = instancePath.split('/').slice(1).map(pointerKey)
    const at = draft.source.valueAt([...path, ...inside])
    report.error('MANIFEST_INPUT_SCHEMA', at, { problem: `${inside.join('.') || 'it'} ${message ?? 'is wrong'}` })
    return false
  }
  try {
    // One of its own for each schema: a schema's `$id` may come twice.
    createAjv({ meta: false, validateSchema: false }).compile(schema)
    return true
  } catch (error) {
    const problem = error instanceof Error ? error.message.replace('strict mode: ', '') : String(error)
    report.error('MANIFEST_INPUT_SCHEMA', draft.source.keyAt(path), { problem })
    return false
  }
}

/** Knows the grammar of schemas, which takes 25 ms to compile: once a process. */
let grammar: AjvClass | undefined

/** Loaded when a file has an input schema: others should not wait for it. As strict as the check of a job's input. */
function createAjv(options: Options): AjvClass {
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv')
  return new Ajv({ allowUnionTypes: true, strictRequired: false, logger: false, ...options })
}

/** The deepest says most. */
function lastError(errors: readonly ErrorObject[]): Pick<ErrorObject, 'instancePath' | 'message'> {
  return errors.reduce<Pick<ErrorObject, 'instancePath' | 'message'>>(
    (deepest, error) => (error.instancePath.length >= deepest.instancePath.length ? error : deepest),
    { instancePath: '' },
  )
}

function pointerKey(key: string): string | number {
  const text = key.replaceAll('~1', '/').replaceAll('~0', '~')
  return /^\d+$/.test(text) ? Number(text) : text
}
