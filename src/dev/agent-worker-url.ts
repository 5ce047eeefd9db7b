/** What worker threads start with. `imports` of package.json names the file: a source here, a bundle in the built package. */
export const agentWorkerUrl = new URL(import.meta.resolve('#agent-worker'))
