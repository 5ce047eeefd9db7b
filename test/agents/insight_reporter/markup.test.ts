import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markup } from '../../../agents/insight_reporter/markup.ts'

describe('markup', () => {
  it('escapes texts, keeps markup, joins lists, leaves out undefined', () => {
    const items = ['a & b', '<i>'].map((text) => markup`<li title="${text}">${text}</li>`)
    expect(markup`<ul>${items}</ul>${undefined}${3}`.html).toBe(
      '<ul><li title="a &amp; b">a &amp; b</li><li title="&lt;i&gt;">&lt;i&gt;</li></ul>3',
    )
  })

  it('lets no text open a tag or leave an attribute', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(markup`${text}`.html).not.toMatch(/[<>"']/)
      }),
    )
  })

  it('does not take an object that only looks like markup', () => {
    const lookalike = JSON.parse('{"html":"<script>"}') as string
    // The types forbid it; what comes from JSON has never gone through them.
    expect(() => markup`${lookalike}`.html).toThrow(TypeError)
  })
})
