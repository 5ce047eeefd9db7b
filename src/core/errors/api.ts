import type { ErrorEntry } from './error-entry.ts'

/** Requests that the API does not take. */
export const apiErrors = {
  API_BODY_INVALID: { message: '{path} {problem}', hint: 'Compare the body with the schema in /openapi.json' },
  API_BODY_SYNTAX: {
    message: 'Body is not JSON: {problem} in line {line}, column {column}',
    hint: 'Send one JSON value, encoded as UTF-8',
  },
  API_BODY_TOO_LARGE: {
    message: '{subject} has {met}, more than {limit}',
    hint: 'Put large data where the agents can read it, and submit its address',
  },
  API_BODY_TOO_DEEP: { message: 'Body nests deeper than {limit} levels', hint: 'Flatten the input' },
  API_CONTENT_TYPE: {
    message: 'Body is {met}, not application/json',
    hint: 'Send content-type: application/json, and no content-encoding',
  },
  API_PARAMETER_INVALID: { message: 'Parameter {name} {problem}', hint: 'Compare it with /openapi.json' },
  API_HOST_REFUSED: {
    message: 'Requests {about} are not answered here',
    hint: 'Use the address that the platform printed when it started',
  },
  API_TENANT_INVALID: {
    message: 'Tenant {tenant} of the caller is not a name of up to 128 of [A-Za-z0-9._:@-]',
    hint: 'Correct the claim in what issues the tokens',
  },
  API_ANSWER_TOO_LARGE: {
    message: 'Answer has {met}, more than the {limit} that API Gateway carries',
    hint: 'Ask without results=true, or for one step or a shorter list',
  },
  ROUTE_NOT_FOUND: { message: 'Route {method} {path} does not exist', hint: 'Did you mean {near}?' },
  ROUTE_METHOD_NOT_ALLOWED: { message: 'Route {path} does not take {method}', hint: 'Use {allowed}' },
} as const satisfies Record<string, ErrorEntry>
