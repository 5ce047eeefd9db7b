import type { ErrorEntry } from './error-entry.ts'

/** Conditions and `${{ }}` mappings. */
export const ruleErrors = {
  RULE_SYNTAX: { message: 'Condition cannot be read: {problem}' },
  RULE_TYPE: { message: 'Condition can never be right: {problem}' },
  RULE_UNKNOWN_NAME: { message: 'Name {name} does not exist', hint: 'Did you mean {near}?' },
  RULE_UNKNOWN_FUNCTION: { message: 'Function {name}() does not exist', hint: 'Did you mean {near}()?' },
  RULE_TYPE_ERROR: {
    message: 'Condition `{condition}` met a wrong type: {problem}',
    hint: 'Correct the condition or the value, or give the rule on_error: "false"',
  },
  MAPPING_MISSING: {
    message: 'Mapping reads {path}, which is missing',
    hint: 'Correct the path, or write a default: {example}',
  },
  MAPPING_SYNTAX: { message: 'Mapping cannot be read: {problem}' },
  MAPPING_NOT_SCALAR: {
    message: 'Mapping puts {path}, a {type}, into text',
    hint: 'Let the expression be the whole value, so that it keeps its type',
  },
} as const satisfies Record<string, ErrorEntry>
