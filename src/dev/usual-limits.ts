import { availableParallelism } from 'node:os'

/** Attempts whose code runs at once. More than processors: most agents wait for somebody else. */
export const usualMaxRunning = Math.max(16, 2 * availableParallelism())

/** Warm threads kept beyond those that run, so that agents taking turns do not start one each time. */
export const usualMaxIdle = 12
