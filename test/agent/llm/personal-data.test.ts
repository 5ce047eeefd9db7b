import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { llm, tool } from '../../../src/agent/llm/index.ts'
import { createMask } from '../../../src/agent/llm/personal-data.ts'
import { aContext } from './a-context.ts'

describe('personal data', () => {
  it.each([
    ['write to ann.lee+x@mail.example.org now', 'write to [EMAIL_1] now'],
    ['card 4111 1111 1111 1111.', 'card [CARD_1].'],
    ['pay DE89 3704 0044 0532 0130 00 today', 'pay [IBAN_1] today'],
    ['GB82WEST12345698765432', '[IBAN_1]'],
    ['call +31 20 123 4567', 'call [PHONE_1]'],
    ['SSN 536-22-1234', 'SSN [SSN_1]'],
  ])('is taken out of: %s', (text, masked) => {
    const mask = createMask()
    expect(mask.mask(text)).toBe(masked)
    expect(mask.unmaskAll({ a: [masked] })).toEqual({ a: [text] })
  })

  it.each([
    'job 2pyedc6cp942sjfbm3g7gwaxvq at 2026-11-21T06:29:00.189Z',
    'order 4111111111111112, epoch 1700000000000, version 3.1162.0',
    'arn:aws:lambda:us-east-1:123456789012:function:x',
    'DE89370400440532013001 is no IBAN',
    'rows: 0000000000000000; 12-34-5678; 192.168.100.200',
    'e9adc9b5feab3ba67812aa578df74dbdafd0436992cedd3ea91386e269510e5f',
  ])('is not seen in: %s', (text) => {
    expect(createMask().mask(text)).toBe(text)
  })

  it('comes back from any text that it was taken out of', () => {
    const part = fc.oneof(fc.string(), fc.emailAddress(), fc.constant('4111 1111 1111 1111'))
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join(' ')
        // A text that writes placeholders itself is its own affair.
        fc.pre(!/\[[A-Z]+_\d+\]/.test(text))
        const mask = createMask()
        expect(mask.unmaskAll(mask.mask(text))).toBe(text)
      }),
    )
  })

  it('is seen by tools and by the caller, not by the model and not in the log', async () => {
    const seen: string[] = []
    const look = tool({
      name: 'look',
      description: 'Looks up who it is.',
      input: z.object({ mail: z.string() }),
      run: ({ mail }) => {
        seen.push(mail)
        return { mail, other: 'bob-canary@example.org' }
      },
    })
    const { context, model, lines } = aContext([
      { toolCalls: [{ name: 'look', input: { mail: '[EMAIL_1]' } }] },
      { toolCalls: [{ name: 'answer', input: { to: ['[EMAIL_1]', '[EMAIL_2]'] } }] },
    ])
    const writer = llm({
      instructions: 'x',
      tools: [look],
      output: z.object({ to: z.array(z.string()) }),
      maskPersonalData: true,
    })
    const { output } = await writer.run(context, { prompt: 'Who is ann-canary@example.org?' })
    expect(seen).toEqual(['ann-canary@example.org'])
    expect(output).toEqual({ to: ['ann-canary@example.org', 'bob-canary@example.org'] })
    expect(JSON.stringify([model.requests, lines])).not.toContain('canary')
  })
})
