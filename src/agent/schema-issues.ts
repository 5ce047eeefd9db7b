import { formatPath } from './output-json.ts'

/** The part of zod's issues that a person needs. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const shown = 3

/** One line: the first three problems with their places, and how many more there are. */
export function describeIssues(issues: readonly SchemaIssue[]): string {
  const lines = issues.slice(0, shown).map(({ path, message }) => `${formatPath(path)}: ${firstCharLower(message)}`)
  const more = issues.length - shown
  return more > 0 ? `${lines.join('; ')}; and ${more} more` : lines.join('; ')
}

function firstCharLower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
