import type { Definition } from '../core/definition.ts'
import type { AttemptKey } from '../core/result.ts'
import type { EnginePorts } from '../engine/engine-ports.ts'

/** What the API needs of the platform it runs in. */
export interface ApiHost {
  readonly ports: EnginePorts
  /** Of the platform, as `/healthz` tells it. */
  readonly version: string
  /** The definition in force now: new jobs follow it. */
  definition(): Definition
  /** Whose jobs the request may see and submit; `local` on a laptop. */
  tenantOf(request: Request): string
  /**
   * Host names (or `name:port`) that requests may be addressed to; any other host, and any origin that is neither the
   * addressed host itself nor listed with its port, is answered 403. This is what keeps a web page from reaching a
   * laptop's platform through DNS rebinding. Absent: every host is answered.
   */
  readonly allowedHosts?: readonly string[]
  /** Prometheus text. Absent: `/metrics` does not exist. */
  metrics?(): string
  /** Undefined: no attempt of that agent was seen. */
  agentStats?(agent: string): AgentStats | undefined
  /** What the running attempt said last. */
  progressOf?(attempt: AttemptKey): AttemptProgress | undefined
  /** Where the logs of an attempt are: a path or an address. */
  logsOf?(attempt: AttemptKey): string | undefined
}

export interface AgentStats {
  /** Ended attempts, and those of them that completed. */
  readonly attempts: number
  readonly successes: number
  readonly p50Ms?: number
  readonly p95Ms?: number
  /** Epoch ms of the last sign of life. */
  readonly lastSeenAt?: number
}

export interface AttemptProgress {
  /** 0 to 1. */
  readonly fraction: number
  readonly text?: string
  /** Epoch ms. */
  readonly at: number
}
