/** Guards of the engine that can be switched off, each by a wrapper around its ports. */
export const guards = {
  versionCheck: 'a save replaces whatever is there',
  saveBeforeAct: 'commands are carried out before the job is saved',
  acknowledgeLast: 'facts are deleted when they are taken, not when they were handled',
  sweeper: 'nobody looks at jobs whose wakeAt has come',
  claim: 'every run of an attempt is told that its claim was the first',
  tokenCheck: 'a result counts whoever wrote it',
  ownerCheck: 'a result is recorded whoever claimed the attempt',
  lease: 'an attempt that is silent is never given up',
} as const

export type Guard = keyof typeof guards
