import type { ModelPrice } from './prices.ts'

/** When the list was taken from the providers' public price pages. Only what was found there; nothing is guessed. */
export const priceSnapshotDate = '2026-11-20'

/** USD for a million tokens, by the exact id. On Bedrock `global.` stands for the global profile; others cost 10 % more. */
export const priceSnapshot: Readonly<Record<string, ModelPrice>> = {
  'anthropic.claude-sonnet-5-5': { input: 2, output: 10 },
  'anthropic.claude-opus-5-5': { input: 4, output: 20 },
  'anthropic.claude-sonnet-5': { input: 2, output: 10 },
  'anthropic.claude-opus-5': { input: 5, output: 25 },
  'anthropic.claude-fable-5-1': { input: 10, output: 50 },
  'anthropic.claude-sonnet-4-6': { input: 3, output: 15 },
  'anthropic.claude-haiku-4-5-20251001-v1:0': { input: 1, output: 5 },
  'amazon.nova-2-lite-v1:0': { input: 0.3, output: 2.5 },
  'amazon.nova-micro-v1:0': { input: 0.035, output: 0.14 },
  'openai.gpt-oss-120b-1:0': { input: 0.15, output: 0.6 },
}
