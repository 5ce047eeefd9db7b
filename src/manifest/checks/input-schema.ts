import { createRequire } from 'node:module'
import type { Ajv as AjvClass, ErrorObject } from 'ajv'
import type { JsonObject } from '../../core/json.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'

/** Whether it is a JSON Schema (draft-07) that can be compiled: known keywords, references that lead somewhere. */
export function checkInputSchema(schema: JsonObject, path: Path, { draft, report }: Context): boolean {
  const ajv = createAjv()
  if (ajv.validateSchema(schema) !== true) {
    const { instancePath, message } = lastError(ajv.errors ?? [])
    const inside = instancePath.split('/').slice(1).map(pointerKey)
    const at = draft.source.valueAt([...path, ...inside])
    report.error('MANIFEST_INPUT_SCHEMA', at, { problem: `${inside.join('.') || 'it'} ${message ?? 'is wrong'}` })
    return false
  }
  try {
    ajv.compile(schema)
    return true
  } catch (error) {
    const problem = error instanceof Error ? error.message.replace('strict mode: ', '') : String(error)
    report.error('MANIFEST_INPUT_SCHEMA', draft.source.keyAt(path), { problem })
    return false
  }
}

/** Loaded when a file has an input schema: others should not wait 30 ms for it. */
function createAjv(): AjvClass {
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv')
  return new Ajv({ strict: true, strictTypes: false, strictTuples: false, strictRequired: false, logger: false })
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
