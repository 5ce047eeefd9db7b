/** What keys look like: of AWS, OpenAI and Anthropic, GitHub, bearer headers, and passwords within addresses. */
const shapes: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|ABIA)[A-Z0-9]{12,}\b/g,
  /\bsk-[A-Za-z0-9_*-]{8,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}\b/g,
  /\bbearer\s+[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<=:\/\/)[^\s/:@]+:[^\s/@]+(?=@)/g,
]

/**
 * The text without secrets: the given ones wherever they occur, and whatever looks like a key.
 * @param secrets shorter than six characters they are left alone: they would be found in words
 */
export function maskSecrets(text: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length >= 6)
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text)
  return shapes.reduce((rest, shape) => rest.replace(shape, '[secret]'), known)
}
