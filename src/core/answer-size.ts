/** Of an answer that is kept beyond one process, in UTF-8: more of it is not worth its place. */
export const maxAnswerBytes = 100_000

export function isKeepable(text: string): boolean {
  return Buffer.byteLength(text) <= maxAnswerBytes
}
