import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadManifest } from '../src/manifest/load-manifest.ts'

describe('README.md', () => {
  it('shows a file that is valid as it stands', () => {
    const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(readFileSync('README.md', 'utf8')) ?? []
    const { definition, findings } = loadManifest(yaml, { file: 'README.md' })
    expect(findings.filter(({ level }) => level === 'error')).toEqual([])
    expect(Object.keys(definition?.agents ?? {})).toEqual([
      'data_cleaner',
      'trend_analyzer',
      'forecast_agent',
      'insight_reporter',
    ])
  })
})
