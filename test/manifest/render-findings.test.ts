import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderFindings } from '../../src/manifest/render-findings.ts'
import { agents, load, project } from './marked.ts'

const plain = (text: string) => renderFindings(load(text).findings, text, { color: false })

describe('rendered findings', () => {
  it('show place, message, line with caret, hint and count', () => {
    const text = `${project}agents: { trend_analyzer: {} }
orchestration:
  selection_rules:
    - name: full
      condition: "input.kind == financial"
      agents: [trend_analyser]
`
    expect(plain(text)).toBe(`agents.yaml:6:33 error Name financial does not exist RULE_UNKNOWN_NAME
 6 |       condition: "input.kind == financial"
   |                                 ^^^^^^^^^
  hint: Write 'financial' if it is text (text needs quotes), input.financial if it is a value of the job

agents.yaml:7:16 error Agent trend_analyser is not declared MANIFEST_UNKNOWN_AGENT
 7 |       agents: [trend_analyser]
   |                ^^^^^^^^^^^^^^
  hint: Did you mean trend_analyzer?

2 errors
`)
  })

  it('say that there are none', () => {
    expect(plain(project + agents)).toBe('No findings\n')
  })

  it('are coloured only when asked, and say the same', () => {
    const text = `${project}${agents}apj: {}\n`
    const { findings } = load(text)
    const coloured = renderFindings(findings, text, { color: true })
    expect(coloured).not.toBe(plain(text))
    expect(stripVTControlCharacters(coloured)).toBe(plain(text))
  })

  it('put the caret under wide characters, tabs and combining marks', () => {
    const text = `${project}agents: { a: { description: "日本\\t", desciption: x } }\n`
    const [, line = '', carets = ''] = plain(text).split('\n')
    expect(carets.indexOf('^')).toBe(line.indexOf('desciption') + 2)
  })

  it('never let control characters of the file reach the terminal', () => {
    const text = `${project}${agents}"\u001b[31mred\u202e": 1\n`
    expect(plain(text)).not.toContain('\u001b')
    expect(plain(text)).not.toContain('\u202e')
  })

  it('cut a long line around the caret', () => {
    const text = `${project}agents: { ${Array.from({ length: 60 }, (_, index) => `agent_${index}: {}`).join(', ')}, b: { tpye: worker } }\n`
    const [, line = '', carets = ''] = plain(text).split('\n')
    expect(line.length).toBeLessThan(125)
    expect(line.slice(carets.indexOf('^'))).toMatch(/^tpye: worker/)
  })

  it('are counted when there are too many to show', () => {
    const text = `${project}${agents}${Array.from({ length: 60 }, (_, index) => `key${index}: 1\n`).join('')}`
    const rendered = plain(text)
    expect(rendered).toContain('… and 10 more')
    expect(rendered.endsWith('60 errors\n')).toBe(true)
    expect(rendered.match(/\^/g)?.length).toBeGreaterThanOrEqual(50)
  })

  it('count errors and warnings apart', () => {
    const text = readFileSync(new URL('fixtures/seed-style.yaml', import.meta.url), 'utf8')
    expect(plain(text).endsWith('\n2 warnings\n')).toBe(true)
    expect(plain(`${text}apis: {}\n`).endsWith('\n1 error, 2 warnings\n')).toBe(true)
  })
})
