import { patchFiles } from './patch-files.ts'

/** Zod's messages in fifty languages: findings are worded by the catalogue. For the platform's own zod alone. */
export const englishOnly = patchFiles('english-only', [
  { file: /zod[\\/]v4[\\/]locales[\\/]index\.js$/, patched: () => "export { default as en } from './en.js'" },
])
