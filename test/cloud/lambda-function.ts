import { randomUUID } from 'node:crypto'
import type { Death } from './instance-messages.ts'
import {
  type FunctionSettings,
  type InstanceInvocation,
  type InvocationEnd,
  LambdaInstance,
} from './lambda-instance.ts'

export interface DeployedFunction extends FunctionSettings {
  /** Instances at once; further invocations wait. */
  readonly maxInstances: number
}

export interface FunctionSurroundings {
  clockAheadMs(): number
  /** Where this invocation is to die; undefined: it may live. */
  deathOf(functionName: string, event: unknown): Death | undefined
}

/** A deployed function: warm instances are used again, new ones are started while the limit allows. */
export class LambdaFunction {
  readonly settings: DeployedFunction
  readonly #surroundings: FunctionSurroundings
  readonly #idle: LambdaInstance[] = []
  readonly #all = new Set<LambdaInstance>()
  readonly #waiting: { readonly found: (instance: LambdaInstance) => void; readonly closed: (error: Error) => void }[] =
    []
  #started = 0
  #invocations = 0
  #isClosed = false
  #output = ''

  constructor(settings: DeployedFunction, surroundings: FunctionSurroundings) {
    this.settings = settings
    this.#surroundings = surroundings
  }

  async invoke(event: unknown, requestId: string = randomUUID()): Promise<InvocationEnd> {
    const instance = await this.#instance()
    this.#invocations += 1
    const death = this.#surroundings.deathOf(this.settings.name, event)
    const invocation: InstanceInvocation = {
      requestId,
      // What travels is JSON.
      event: JSON.parse(JSON.stringify(event)),
      clockAheadMs: this.#surroundings.clockAheadMs(),
      ...(death === undefined ? {} : { death }),
    }
    try {
      return await instance.invoke(invocation)
    } finally {
      this.#giveBack(instance)
    }
  }

  /** How often it was invoked, and how many processes that took. */
  get counts(): { readonly invocations: number; readonly instances: number } {
    return { invocations: this.#invocations, instances: this.#started }
  }

  /** What its processes printed: the last 100,000 characters. */
  get output(): string {
    return this.#output
  }

  /** Kills its processes. What is being invoked fails. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const { closed } of this.#waiting.splice(0)) closed(this.#closedError())
    await Promise.all([...this.#all].map((instance) => instance.end()))
  }

  async #instance(): Promise<LambdaInstance> {
    const warm = this.#idle.pop()
    if (warm !== undefined) return warm
    if (this.#all.size < this.settings.maxInstances) return this.#start()
    return await new Promise((found, closed) => this.#waiting.push({ found, closed }))
  }

  #start(): LambdaInstance {
    if (this.#isClosed) throw this.#closedError()
    const instance = new LambdaInstance(this.settings, (text) => {
      this.#output = (this.#output + text).slice(-100_000)
    })
    this.#started += 1
    this.#all.add(instance)
    return instance
  }

  #giveBack(instance: LambdaInstance): void {
    if (!instance.isUsable) this.#all.delete(instance)
    const next = this.#isClosed ? undefined : this.#waiting.shift()
    if (next === undefined) {
      if (instance.isUsable) this.#idle.push(instance)
    } else next.found(instance.isUsable ? instance : this.#start())
  }

  #closedError(): Error {
    return new Error(`function ${this.settings.name} is closed`)
  }
}
