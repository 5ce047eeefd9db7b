import { describe, expect, it } from 'vitest'
import { portOf } from '../../../src/cli/dev/serve-port.ts'

describe('a port', () => {
  it.each(['0', '4000', '65535'])('may be %s', (given) => {
    expect(portOf(given, 'dev')).toBe(Number(given))
  })

  it.each(['65536', '-1', '4e3', '80.5', '', 'http'])('may not be "%s"', (given) => {
    expect(() => portOf(given, 'dev')).toThrow(expect.objectContaining({ code: 'CLI_OPTION_INVALID' }))
  })
})
