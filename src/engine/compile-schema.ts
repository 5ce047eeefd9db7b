import { Ajv, type ValidateFunction } from 'ajv'
import type { JsonObject } from '../core/json.ts'

/** Makes the check of a workflow's `input_schema`. Loading this file loads the validator. */
export function compileSchema(schema: JsonObject): ValidateFunction {
  // Checked with agents.yaml already; the schema of schemas takes 50 ms to make.
  const validateSchema = false
  return new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false, validateSchema }).compile(schema)
}
