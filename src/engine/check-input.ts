import type { ErrorObject, ValidateFunction } from 'ajv'
import type { Workflow } from '../core/definition.ts'
import { Fault, type Finding } from '../core/fault.ts'
import type { JsonObject, JsonValue } from '../core/json.ts'

const validators = new WeakMap<JsonObject, ValidateFunction>()

/** Checks a job's input against its workflow's `input_schema`. Throws the fault `JOB_INPUT_INVALID` with every finding. */
export async function checkInput(workflow: Workflow, input: JsonValue): Promise<void> {
  if (workflow.inputSchema === undefined) return
  const validate = await validatorOf(workflow.inputSchema)
  if (validate(input)) return
  const findings = (validate.errors ?? []).map((error) => findingOf(error, workflow))
  const first = findings[0]?.args ?? { path: 'input', problem: 'does not match the schema', workflow: workflow.name }
  throw new Fault('JOB_INPUT_INVALID', first, { findings })
}

async function validatorOf(schema: JsonObject): Promise<ValidateFunction> {
  const known = validators.get(schema)
  if (known !== undefined) return known
  // Loaded only by workflows that declare a schema: it is the largest part of a submit's start-up.
  const { compileSchema } = await import('./compile-schema.ts')
  const validate = compileSchema(schema)
  validators.set(schema, validate)
  return validate
}

function findingOf(error: ErrorObject, workflow: Workflow): Finding {
  const path = `input${error.instancePath.replaceAll('/', '.')}`
  const allowed = error.params.allowedValues as readonly JsonValue[] | undefined
  const problem = `${error.message ?? 'is not valid'}${allowed === undefined ? '' : `: ${allowed.map((value) => JSON.stringify(value)).join(', ')}`}`
  return { code: 'JOB_INPUT_INVALID', level: 'error', args: { path, problem, workflow: workflow.name } }
}
