const number = /\d[\d,]*(?:\.\d+)?(?:\s?%|\s?(?:thousand|million|billion|trillion)\b|[KMBT]\b)?/g

/**
 * Every number that is written in digits in a text, in one form: `$1,250.0 million` and `1250 million` are the same, `3.8%` and
 * `3.8` are not. Signs and currencies are left aside.
 */
export function numbersIn(text: string): string[] {
  return [...text.matchAll(number)].map(([found]) => {
    const [, digits = '', unit = ''] = /^([\d,.]*\d)(.*)$/.exec(found) ?? []
    return `${Number(digits.replaceAll(',', ''))}${unit.trim()}`
  })
}
