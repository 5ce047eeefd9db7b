import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Death, FunctionError, InstanceMessage } from './instance-messages.ts'

export interface FunctionSettings {
  readonly name: string
  /** The bundle's entry, which exports `handler`. */
  readonly file: string
  /** The whole environment of its processes. */
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly memoryMb: number
  /** Where V8 keeps compiled code, so that the next process starts sooner. */
  readonly compileCache: string
}

export interface InstanceInvocation {
  readonly requestId: string
  readonly event: unknown
  readonly clockAheadMs: number
  readonly death?: Death
}

/** `requests`: how many the handler sent out. */
export type InvocationEnd =
  | { readonly kind: 'returned'; readonly value: unknown; readonly requests: number }
  | { readonly kind: 'failed'; readonly error: FunctionError }

const instanceProcess = fileURLToPath(new URL('./lambda-instance-process.ts', import.meta.url))
/** Lambda's own limit for the time before the first event. */
const initTimeoutMs = 10_000

/**
 * One instance of a function: a process of its own that takes one event at a time, is stopped in between as Lambda
 * freezes it, and is killed when it takes too long. It ends with its first accident; whoever owns it starts another.
 */
export class LambdaInstance {
  readonly #settings: FunctionSettings
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>
  #isReady = false
  #hasFailed = false

  /** @param output takes what the process prints */
  constructor(settings: FunctionSettings, output: (text: string) => void) {
    this.#settings = settings
    // V8's share of the memory, about as Lambda's runtime sets it.
    const heap = `--max-old-space-size=${Math.floor(settings.memoryMb * 0.9)}`
    this.#child = spawn(process.execPath, [heap, '--no-warnings', instanceProcess, settings.file], {
      env: { ...settings.environment, NODE_COMPILE_CACHE: settings.compileCache },
      // As on Lambda: where the code is.
      cwd: dirname(settings.file),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#exited = once(this.#child, 'exit')
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.setEncoding('utf8').on('data', output)
  }

  get isUsable(): boolean {
    return !this.#hasFailed && this.#child.exitCode === null && this.#child.signalCode === null
  }

  async invoke(invocation: InstanceInvocation): Promise<InvocationEnd> {
    const early = this.#isReady ? undefined : await this.#answer(invocation, initTimeoutMs)
    if (early?.kind === 'failed') return early
    this.#isReady = true
    const { name: functionName, memoryMb, timeoutMs } = this.#settings
    this.#child.kill('SIGCONT')
    const end = this.#answer(invocation, timeoutMs)
    // A process that has just died cannot be told any more; its exit is the answer.
    this.#child.send({ ...invocation, functionName, memoryMb, timeoutMs }, () => undefined)
    const answer = await end
    if (this.isUsable) this.#child.kill('SIGSTOP')
    return answer
  }

  /** kill -9; settles when the process is gone. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }

  /** Its next word, its death, or its killing when it says nothing for too long. */
  async #answer({ requestId }: InstanceInvocation, limitMs: number): Promise<InvocationEnd> {
    let isLate = false
    const limit = setTimeout(() => {
      isLate = true
      this.#child.kill('SIGKILL')
    }, limitMs)
    try {
      const message = await this.#nextMessage()
      if (message?.kind === 'returned') return message
      if (message?.kind === 'ready') return { kind: 'returned', value: undefined, requests: 0 }
      this.#hasFailed = message?.isLast ?? true
      if (message !== undefined) return { kind: 'failed', error: message.error }
      const reason = `RequestId: ${requestId} Error: ${isLate ? timedOut(limitMs) : exitReason(this.#child)}`
      return {
        kind: 'failed',
        error: { errorType: isLate ? 'Sandbox.Timedout' : 'Runtime.ExitError', errorMessage: reason },
      }
    } finally {
      clearTimeout(limit)
    }
  }

  /** Undefined: it is gone. */
  #nextMessage(): Promise<InstanceMessage | undefined> {
    return new Promise((settle) => {
      const onMessage = (message: unknown) => {
        this.#child.off('close', onClose)
        settle(message as InstanceMessage)
      }
      // After its last message, which 'exit' may overtake.
      const onClose = () => {
        this.#child.off('message', onMessage)
        settle(undefined)
      }
      this.#child.once('message', onMessage)
      this.#child.once('close', onClose)
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) void this.#exited.then(onClose)
    })
  }
}

function timedOut(ms: number): string {
  return `Task timed out after ${(ms / 1_000).toFixed(2)} seconds`
}

const signals: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted (core dumped)',
  SIGTRAP: 'trace/breakpoint trap (core dumped)',
}

function exitReason({ exitCode, signalCode }: ChildProcess): string {
  if (signalCode !== null) return `Runtime exited with error: signal: ${signals[signalCode] ?? signalCode}`
  return exitCode === 0
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${exitCode}`
}
