/**
 * Text from outside, fenced and labelled, so that a model can tell it from its instructions. No promise: what a model makes
 * of it is checked by schemas, and tools with effects are for agents that read no such text.
 * @param source where it is from, in a few words
 */
export function untrusted(source: string, text: string): string {
  const label = source.replace(/[^\w .:/-]/g, ' ').slice(0, 100)
  // The fence cannot be closed from within.
  const inside = text.replaceAll(/<(\/?)untrusted\b/gi, '‹$1untrusted')
  return `<untrusted source="${label}">\n${inside}\n</untrusted>`
}
