/** The modules that bundling puts beside a handler: what differs between one project's Lambdas and another's. */

/** One agent's code, and what agents.yaml says of it that the code must match. */
declare module '#agent' {
  export const declaration: import('../agent/load-agent.ts').AgentDeclaration
  export const load: import('./load-code.ts').LoadModules
}

/** The checked agents.yaml that new jobs follow. */
declare module '#definition' {
  export const definition: import('../core/definition.ts').Definition
  /** Of the platform that bundled it. */
  export const version: string
}
