/**
 * Results beyond this process, in the store that the platform gives.
 *
 * 1. No failure of the store is one of the run: what cannot be found, read or kept is a line in the log, within 1 s.
 * 2. Only what the output's schema takes as it is goes there and comes back: JSON that the schema leaves unchanged. A
 *    schema that transforms would be applied twice, and one that has changed since would not have been applied at all.
 * 3. Nothing of a run that masks personal data goes there: its result has the values in it again.
 */
import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { isKeepable } from '../../core/answer-size.ts'
import { Fault } from '../../core/fault.ts'
import type { KeptAnswer } from '../../ports/answer-store.ts'
import type { Dated } from './answer-cache.ts'
import type { LlmContext, LlmResult, LlmSource } from './llm-source.ts'

export interface KeptAnswers {
  find(): Promise<Dated<LlmResult> | undefined>
  keep(result: Dated<LlmResult>): Promise<void>
}

type Source = Pick<LlmSource<z.ZodType>, 'output' | 'maskPersonalData'>
type Context = Pick<LlmContext, 'log' | 'model'>

const patienceMs = 1_000
const nothing: KeptAnswers = { find: async () => undefined, keep: async () => undefined }
const recordSchema = z.strictObject({ output: z.unknown(), text: z.string(), provider: z.string(), model: z.string() })

/** What is kept under this hash of all that was asked; nothing where agents.yaml does not say `llm.cache`. */
export function keptAnswers(source: Source, { log, model }: Context, hash: string): KeptAnswers {
  const answers = model?.answers
  if (answers === undefined || source.maskPersonalData === true) return nothing
  return {
    async find() {
      try {
        const kept = await inTime(answers.get(hash))
        return kept === undefined || kept.expiresAt <= Date.now() ? undefined : await read(kept, source)
      } catch (thrown) {
        log.warn('Kept answers cannot be read: the model is asked', { problem: problemOf(thrown) })
        return undefined
      }
    },
    async keep({ value, expiresAt }) {
      const { output, text, provider, model } = value
      if (!(await isTakenAsItIs(source.output, output))) return
      const written = JSON.stringify({ output, text, provider, model })
      if (!isKeepable(written)) return
      try {
        await inTime(answers.put(hash, { text: written, expiresAt }))
      } catch (thrown) {
        log.warn('Answer could not be kept', { problem: problemOf(thrown) })
      }
    },
  }
}

/** The same result, which costs nothing this time. */
export function freeOf(result: LlmResult): LlmResult {
  const usage = { requests: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }
  return { ...result, cached: true, usage, cost: { microUsd: 0, priceSource: 'cache' }, calls: [] }
}

/** For a caller who may change what they are given: the next one is given the same. */
export function ownOf(result: LlmResult): LlmResult {
  return { ...result, output: structuredClone(result.output) }
}

/** Undefined when the schema has changed since. Throws when it is damaged. */
async function read({ text, expiresAt }: KeptAnswer, { output }: Source): Promise<Dated<LlmResult> | undefined> {
  const record = recordSchema.parse(JSON.parse(text)) as Pick<LlmResult, 'output' | 'text' | 'provider' | 'model'>
  if (!(await isTakenAsItIs(output, record.output))) return undefined
  return { value: freeOf({ ...record, simulated: false } as LlmResult), expiresAt }
}

async function isTakenAsItIs(schema: z.ZodType | undefined, output: unknown): Promise<boolean> {
  try {
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(output)), output)) return false
  } catch {
    return false
  }
  if (schema === undefined) return typeof output === 'string'
  const parsed = await schema.safeParseAsync(output)
  return parsed.success && isDeepStrictEqual(parsed.data, output)
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Late()), patienceMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

class Late extends Error {}

/** Never a part of the answer: what a parser says quotes it. */
function problemOf(thrown: unknown): string {
  if (thrown instanceof Late) return `no answer of the store within ${patienceMs} ms`
  return thrown instanceof Fault ? thrown.message : 'it is damaged'
}
