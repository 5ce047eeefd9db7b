import { ApplyGuardrailCommand, BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import type { ModelGuardrail } from '../../core/model-settings.ts'
import { failureOf, faultOf } from './failure.ts'

export interface GuardrailSettings {
  readonly guardrail: ModelGuardrail
  readonly region?: string
}

/**
 * Looks at a text by itself: what Converse is sent with tools' results a guardrail does not look at.
 * Undefined: it passed; else what may be shown in its place. Throws faults of the area MODEL.
 */
export type LookAt = (text: string, signal: AbortSignal) => Promise<string | undefined>

const tries = 3

export function createBedrockGuardrail({ guardrail, region }: GuardrailSettings): LookAt {
  const client = new BedrockRuntimeClient({ maxAttempts: tries, ...(region === undefined ? {} : { region }) })
  return async (text, signal) => {
    const command = new ApplyGuardrailCommand({
      guardrailIdentifier: guardrail.id,
      guardrailVersion: guardrail.version,
      source: 'INPUT',
      content: [{ text: { text } }],
    })
    try {
      const { action, outputs = [] } = await client.send(command, { abortSignal: signal })
      if (action !== 'GUARDRAIL_INTERVENED') return undefined
      return outputs.map((output) => output.text ?? '').join('\n')
    } catch (thrown) {
      signal.throwIfAborted()
      throw faultOf(failureOf(thrown), {
        provider: 'bedrock',
        model: `guardrail ${guardrail.id}`,
        tries,
        timeout: 'its time',
      })
    }
  }
}
