declare module 'dynalite' {
  import type { Server } from 'node:http'

  /** DynamoDB in Node: a server that does not listen yet. */
  function dynalite(options: {
    readonly createTableMs?: number
    readonly deleteTableMs?: number
    readonly updateTableMs?: number
  }): Server
  export = dynalite
}
