import type { z } from 'zod'
import { fillInstructions } from './instructions.ts'
import { checkPrompt, type EffectiveLimits } from './limits.ts'
import type { LlmAsk, LlmContext, LlmSource } from './llm-source.ts'
import type { Mask } from './personal-data.ts'
import { untrusted } from './untrusted.ts'

interface Texts {
  readonly system: string
  readonly prompt: string
}

/** What the model is told. */
export function textsOf(source: LlmSource<z.ZodType>, context: LlmContext, ask: LlmAsk): Texts {
  const system = fillInstructions(source.instructions, ask.values ?? {})
  return { system, prompt: promptOf(context, ask) }
}

/** The same, not too large, and without personal data where that is masked. */
export function maskedTexts({ system, prompt }: Texts, limits: EffectiveLimits, mask: Mask | undefined): Texts {
  checkPrompt(limits, system, prompt)
  return mask === undefined ? { system, prompt } : { system: mask.mask(system), prompt: mask.mask(prompt) }
}

export function promptOf({ input }: LlmContext, { prompt }: LlmAsk): string {
  return prompt ?? untrusted('input', JSON.stringify(input ?? null))
}
