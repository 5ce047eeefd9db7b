import type { ErrorEntry } from './catalogue.ts'

/** Loading an author's code. */
export const agentErrors = {
  AGENT_NOT_FOUND: { message: 'Agent {agent} is not declared', hint: 'Did you mean {near}?' },
  AGENT_LOAD_FAILED: {
    message: 'Agent {agent} cannot be loaded from {entry}: {problem}',
    hint: 'Run it alone: troupe test {agent}',
  },
  AGENT_NOT_DEFINED: {
    message: 'File {entry} does not export an agent as its default',
    hint: 'Write: export default defineAgent({ async run() { … } })',
  },
  AGENT_SCHEMA_MISSING: {
    message: 'File {entry} does not export the schema {schema} that agents.yaml names',
    hint: 'Export it: export const {schema} = z.object({ … })',
  },
  AGENT_TOOL_MISSING: {
    message: 'Folder of agent {agent} does not export the tool {tool} that agents.yaml names',
    hint: 'Export a function {tool} from tools.ts',
  },
} as const satisfies Record<string, ErrorEntry>
