import type { Ids } from '../../ports/ids.ts'
import { randomBlock } from './random-block.ts'

/** 32 signs in ascending order, so that 5 bits choose one evenly; without `i l o u`, which are misread. */
const signs = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * Ids of 26 signs: the second of their making in 6, then 100 bits from the system's secure source. Jobs that are made
 * about the same time stand beside each other in every index, so that a commit touches few pages, however many are stored.
 * Tokens of 192 bits.
 */
export const randomIds: Ids = {
  jobId: () => timeSigns(Date.now()) + randomSigns(20),
  token: () => randomBlock(24).toString('base64url'),
  random: () => Math.random(),
}

/** Of the second; ascending until the year 2058 and again from then on, which costs nothing but the order. */
function timeSigns(now: number): string {
  const second = Math.floor((now - Date.UTC(2024, 0, 1)) / 1_000)
  let text = ''
  for (let shift = 25; shift >= 0; shift -= 5) text += signs[(second >>> shift) & 31]
  return text
}

function randomSigns(count: number): string {
  let text = ''
  for (const byte of randomBlock(count)) text += signs[byte & 31]
  return text
}
