import { randomBytes } from 'node:crypto'
import type { Ids } from '../../ports/ids.ts'

/** 32 signs, so that 5 bits of a random byte choose one evenly; without `i l o u`, which are misread. */
const signs = '0123456789abcdefghjkmnpqrstvwxyz'

/** Ids of 22 signs (110 bits), tokens of 192 bits, both from the system's secure source. */
export const randomIds: Ids = {
  jobId: () => Array.from(randomBytes(22), (byte) => signs[byte & 31]).join(''),
  token: () => randomBytes(24).toString('base64url'),
  random: () => Math.random(),
}
