import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { guards } from '../../../src/testing/simulation/guards.ts'
import { invariantsInWords } from '../../../src/testing/simulation/render-failure.ts'

const page = (name: string): string => readFileSync(`docs/${name}.md`, 'utf8').replaceAll(/\s+/g, ' ')

describe('the pages about the engine', () => {
  it.each(Object.entries(invariantsInWords).filter(([invariant]) => invariant !== 'stuck'))(
    'say %s as a failing seed does',
    (invariant, words) => {
      expect(page('engine')).toContain(`**${invariant}** ${words}`)
    },
  )

  it.each(Object.entries(guards))('say what the guard %s is for', (guard, meaning) => {
    const row = page('testing-the-engine').replaceAll('`wakeAt`', 'wakeAt')
    expect(row).toContain(`| \`${guard}\` | ${meaning} |`)
  })
})
