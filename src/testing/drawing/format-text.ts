import type { Random } from '../simulation/random.ts'

/** A text of one of the usual formats; undefined for one that is not known here. */
export function formatText(format: string, random: Random): string | undefined {
  return Object.hasOwn(formats, format) ? formats[format]?.(random) : undefined
}

const formats: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': (random) => `${date(random)}T${time(random)}Z`,
  date,
  time: (random) => `${time(random)}Z`,
  duration: (random) => `PT${1 + random.below(59)}M`,
  email: (random) => `user${random.below(100)}@example.com`,
  hostname: (random) => `host${random.below(100)}.example.com`,
  uri: (random) => `https://example.com/${random.below(100)}`,
  url: (random) => `https://example.com/${random.below(100)}`,
  uuid,
  guid: uuid,
  ipv4: (random) => `192.0.2.${random.below(256)}`,
  ipv6: (random) => `2001:db8::${1 + random.below(9_999)}`,
  base64: (random) => Buffer.from(`value ${random.below(100)}`).toString('base64'),
  base64url: (random) => Buffer.from(`value ${random.below(100)}`).toString('base64url'),
  'json-string': (random) => JSON.stringify({ value: random.below(100) }),
}

function date(random: Random): string {
  return `${2000 + random.below(40)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`
}

function time(random: Random): string {
  return `${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`
}

function uuid(random: Random): string {
  const hex = (length: number): string => Array.from({ length }, () => random.below(16).toString(16)).join('')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`
}

function two(part: number): string {
  return String(part).padStart(2, '0')
}
