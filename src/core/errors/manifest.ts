import type { ErrorEntry } from './error-entry.ts'

/** agents.yaml: the file, its YAML, its keys and values. */
const documentErrors = {
  MANIFEST_NOT_FOUND: {
    message: 'File {file} cannot be read: {problem}',
    hint: 'Name the file: --file path/to/agents.yaml',
  },
  MANIFEST_TOO_LARGE: { message: '{subject} has {met}, more than {limit}', hint: 'Make it smaller' },
  MANIFEST_SYNTAX: { message: 'YAML cannot be read: {problem}' },
  MANIFEST_EMPTY: { message: 'File {file} is empty', hint: 'Write at least project and agents' },
  MANIFEST_NOT_A_MAP: {
    message: 'File {file} holds {met}, not a map of keys',
    hint: 'Begin with a key such as project:',
  },
  MANIFEST_SEVERAL_DOCUMENTS: { message: 'A second YAML document begins here', hint: 'Remove the line ---' },
  MANIFEST_DIRECTIVE: {
    message: 'Directive {directive} would change how the file is read',
    hint: 'Remove the line: the file is YAML 1.2',
  },
  MANIFEST_DUPLICATE_KEY: {
    message: 'Key {key} stands twice in the same map, first in line {line}',
    hint: 'Remove one of them',
  },
  MANIFEST_MERGE_KEY: { message: 'Merge key << is not part of YAML 1.2', hint: 'Use defaults:, or write the keys out' },
  MANIFEST_FORBIDDEN_KEY: { message: 'Key {key} is not allowed anywhere', hint: 'Rename it' },
  MANIFEST_NUMBER: { message: 'Number {met} {problem}', hint: 'Put it in quotes if it is text' },
  MANIFEST_TAG: { message: 'Tag {tag} is not accepted', hint: 'Remove it: only plain values are read' },
  MANIFEST_ALIAS: { message: 'Alias *{name} {problem}', hint: 'Write the value out' },
  MANIFEST_UNKNOWN_KEY: { message: 'Key {key} is not known in {where}', hint: 'Did you mean {near}?' },
  MANIFEST_MISSING_KEY: { message: '{where} has no {key}', hint: 'Add {key}' },
  MANIFEST_TYPE: { message: '{path} is {met}, not {expected}' },
  MANIFEST_VALUE: { message: '{path} is {met}, not one of {allowed}', hint: 'Did you mean {near}?' },
  MANIFEST_RANGE: { message: '{path} is {met}; it must be {limit}' },
  MANIFEST_NAME: { message: '{path} is {met}; it must be {rule}' },
  MANIFEST_DURATION: {
    message: '{path} is {met}, not a duration',
    hint: 'Write seconds as a number, or text such as 500ms, 30s, 5m, 2h, 7d',
  },
  MANIFEST_SIZE: {
    message: '{path} is {met}, not a size',
    hint: 'Write MB as a number, or text such as 512MB or 2GB',
  },
  MANIFEST_NOT_BUILT: { message: '{what} is not built yet', hint: '{instead}' },
  MANIFEST_NO_EFFECT: { message: '{path} has no effect: {reason}', hint: 'Remove it' },
  MANIFEST_CONFLICT: { message: '{problem}', hint: '{repair}' },
} as const satisfies Record<string, ErrorEntry>

/** Agents and what surrounds them. */
const agentErrors = {
  MANIFEST_UNKNOWN_AGENT: { message: 'Agent {name} is not declared', hint: 'Did you mean {near}?' },
  MANIFEST_NO_WORKER: { message: 'No agent can carry out a step', hint: 'Declare an agent of type worker' },
  MANIFEST_TWO_ORCHESTRATORS: {
    message: 'Agent {name} is a second orchestrator, beside {first}',
    hint: 'Make one of them a worker',
  },
  MANIFEST_ORCHESTRATOR_STEP: {
    message: 'Agent {name} is the orchestrator and cannot be a step',
    hint: 'Name a worker, or make {name} one',
  },
  MANIFEST_ONLY_ORCHESTRATOR: {
    message: '{what} is for an orchestrator; agent {name} is a worker',
    hint: 'Remove it, or write type: orchestrator',
  },
  MANIFEST_NOT_INVOKABLE: {
    message: 'Orchestrator {orchestrator} may not start agent {name}: its tools do not list invoke_{name}',
    hint: 'Add invoke_{name} to its tools',
  },
  MANIFEST_SCHEMA_NEEDED: {
    message: 'Agent {name} has structured_output but no output_schema',
    hint: 'Name the exported zod schema: output_schema: …',
  },
  MANIFEST_SECRET: {
    message: 'Variable {name} holds what looks like a secret: {reason}',
    hint: 'List its name only: environment: [{name}]',
  },
  MANIFEST_VARIABLE_RESERVED: {
    message: 'Variable {name} is set by {owner} itself',
    hint: 'Rename it, or remove it',
  },
  MANIFEST_FALLBACK: {
    message: 'Fallback of agent {name} leads back to it: {way}',
    hint: 'Choose another agent, or on_error: fail',
  },
  MANIFEST_NAME_TAKEN: { message: '{what} {name} is also {owner}', hint: 'Choose another name' },
  MANIFEST_CODE_MISSING: {
    message: 'Agent {name} has no code: {entry} does not exist',
    hint: 'Write the file, or say where it is with entry:',
  },
  MANIFEST_AGENT_UNUSED: {
    message: 'Agent {name} is a step of no workflow and never runs',
    hint: 'Name it in a rule, or remove it',
  },
  MANIFEST_UNKNOWN_STAGE: {
    message: 'Stage {name} does not exist; there are {known}',
    hint: 'Did you mean {near}?',
  },
  MANIFEST_FUNCTION_NAME: {
    message: 'Agent {name} would be the Lambda {functionName}: {length} characters, more than {limit}',
    hint: 'Shorten the name of the agent, the stage or the project',
  },
  MANIFEST_MODEL_UNNAMED: {
    message: 'Agent {agent} names no model: when deployed it may use none',
    hint: 'Write llm: { provider, model } at the agent or in the section llm',
  },
  MANIFEST_SHARD_FULL: {
    message: '{subject} would hold {held} agents, more than {limit}',
    hint: 'Write infrastructure: { shards: {shards} }',
  },
} as const satisfies Record<string, ErrorEntry>

/** Workflows, rules and steps. */
const workflowErrors = {
  MANIFEST_EMPTY_LIST: { message: '{path} is empty', hint: 'Add an entry, or remove the key' },
  MANIFEST_RULE_EMPTY: { message: 'Rule {rule} has no steps', hint: 'Give it agents, steps or else' },
  MANIFEST_RULE_TWICE: { message: 'Rule {name} stands twice in workflow {workflow}', hint: 'Rename one of them' },
  MANIFEST_STEP_TWICE: { message: 'Step {name} stands twice in the same branch', hint: 'Rename one of them' },
  MANIFEST_UNKNOWN_STEP: {
    message: 'Step {step} needs {name}, which is not a step of this rule',
    hint: 'Did you mean {near}?',
  },
  MANIFEST_SELF_NEED: { message: 'Step {step} needs itself', hint: 'Remove it from needs' },
  MANIFEST_CYCLE: { message: 'Steps need each other in a circle: {way}', hint: 'Remove one of these needs' },
  MANIFEST_JOIN: { message: 'Step {step} joins {problem}', hint: 'Correct join or needs' },
  MANIFEST_STEP_UNREACHABLE: { message: 'Step {step} can never run: {reason}', hint: 'Correct it, or remove the step' },
  MANIFEST_BRANCH_UNREACHABLE: {
    message: 'Branch {branch} of rule {rule} can never run: its condition is always {verdict}',
    hint: 'Correct the condition, or remove the branch',
  },
  MANIFEST_CONDITION: { message: 'Condition is {met}, not text' },
  MANIFEST_NEVER_DECIDED: {
    message: 'It reads results of {name}, which cannot have run by then',
    hint: 'Move it behind a rule or step that runs {name}',
  },
  MANIFEST_INPUT_OPTIONAL: {
    message: 'Rule {rule} takes else when {paths} is missing: the input schema does not require it',
    hint: 'Require it in input_schema, if a job without it is a mistake',
  },
  MANIFEST_INPUT_UNKNOWN: { message: 'The input schema does not know {path}', hint: 'Did you mean {near}?' },
  MANIFEST_INPUT_SCHEMA: { message: 'The input schema is not a valid JSON Schema: {problem}' },
  MANIFEST_BUDGET: {
    message: 'Workflow {workflow} may start {count} steps, more than its budget of {steps}',
    hint: 'Raise budget.steps (at most 1000), or choose fewer steps',
  },
} as const satisfies Record<string, ErrorEntry>

export const manifestErrors = { ...documentErrors, ...agentErrors, ...workflowErrors } as const satisfies Record<
  string,
  ErrorEntry
>
