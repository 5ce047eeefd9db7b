import type { ErrorEntry } from './error-entry.ts'

/** Loading an author's code. */
export const agentErrors = {
  AGENT_NOT_FOUND: { message: 'Agent {agent} is not declared', hint: 'Did you mean {near}?' },
  AGENT_UNAVAILABLE: { message: 'Agent {agent} could not be invoked: {problem}', hint: 'Try again' },
  AGENT_EVENT_INVALID: {
    message: 'Event is not a call of an attempt: {problem}',
    hint: 'Let the planner invoke agents: submit a job',
  },
  AGENT_LOAD_FAILED: {
    message: 'Agent {agent} cannot be loaded from {entry}: {problem}',
    hint: 'Run it alone: troupe test {agent}',
  },
  AGENT_BUNDLE_FAILED: {
    message: 'Agent code cannot be bundled: {file}: {problem}',
    hint: 'Correct it, or install the package that it imports',
  },
  AGENT_NOT_DEFINED: {
    message: 'File {entry} does not export an agent as its default',
    hint: 'Write: export default defineAgent({ async run() { … } })',
  },
  AGENT_SCHEMA_MISSING: {
    message: 'File {entry} does not export the schema {schema} that agents.yaml names',
    hint: 'Export it from that file, or correct its name in agents.yaml',
  },
  AGENT_TOOL_MISSING: {
    message: 'Folder of agent {agent} does not export the tool {tool} that agents.yaml names',
    hint: 'Export a function {tool} from tools.ts',
  },
  AGENT_FILE_NAME_INVALID: {
    message: 'File name {name} is not made of parts of letters, digits, ".", "_" and "-"',
    hint: 'Use a name like report.html or plots/trend.svg, up to 200 characters',
  },
  AGENT_FILE_FOREIGN: {
    message: 'Reference {ref} is not a file of job {jobId}',
    hint: 'Pass the ref that storage.put answered in an earlier step of the same job',
  },
  AGENT_MEMORY_UNDECLARED: {
    message: 'Agent {agent} uses a memory that agents.yaml does not give it',
    hint: 'Write dependencies: { memory: required } at the agent',
  },
  AGENT_MEMORY_TEXT_INVALID: {
    message: 'Text cannot be remembered: {problem}',
    hint: 'Remember a sentence or two; put what is larger into storage, and remember its ref',
  },
} as const satisfies Record<string, ErrorEntry>
