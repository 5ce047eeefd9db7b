import type { ErrorCode } from '../core/errors/catalogue.ts'

/** The HTTP status of each fault that a request can meet. A code that is not here is nobody's fault but ours: 500. */
const statuses: Partial<Record<ErrorCode, number>> = {
  AGENT_EVENT_INVALID: 400,
  API_BODY_INVALID: 400,
  API_BODY_SYNTAX: 400,
  API_BODY_TOO_DEEP: 400,
  API_CURSOR_INVALID: 400,
  API_PARAMETER_INVALID: 400,
  JOB_INPUT_INVALID: 400,
  API_HOST_REFUSED: 403,
  API_TENANT_INVALID: 403,
  AGENT_NOT_FOUND: 404,
  JOB_NOT_FOUND: 404,
  JOB_STEP_UNKNOWN: 404,
  ROUTE_NOT_FOUND: 404,
  WORKFLOW_NOT_FOUND: 404,
  ROUTE_METHOD_NOT_ALLOWED: 405,
  JOB_KEY_REUSED: 409,
  JOB_NOT_TERMINAL: 409,
  JOB_TERMINAL: 409,
  DEFINITION_MISSING: 410,
  API_BODY_TOO_LARGE: 413,
  API_CONTENT_TYPE: 415,
  AGENT_UNAVAILABLE: 503,
  QUEUE_UNAVAILABLE: 503,
  STORE_CONFLICT: 503,
  STORE_UNAVAILABLE: 503,
  STORE_FULL: 507,
}

export function statusOf(code: ErrorCode): number {
  return statuses[code] ?? 500
}
