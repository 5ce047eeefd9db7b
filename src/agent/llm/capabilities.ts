/** What is known of models: whether they can be told to call one tool. Ids are matched at their end, dates included. */
const withoutForcedTools =
  /anthropic\.claude-(opus-5-5|sonnet-5-5|fable-5-1)\b|^claude-(opus-5-5|sonnet-5-5|fable-5-1)\b/
const withForcedTools = /claude-(sonnet-5|opus-5|sonnet-4-6|haiku-4-5)(?![\d-]*-5\b)|amazon\.nova-/

/** What this process learned by being refused. */
const refused = new Set<string>()

/** Undefined: not known, to be tried. */
export function takesForcedTool(model: string): boolean | undefined {
  if (model === 'scripted') return true
  if (refused.has(model) || withoutForcedTools.test(model)) return false
  return withForcedTools.test(model) ? true : undefined
}

/** The model said no to a forced tool: the next run does not ask for one. */
export function learnRefusal(model: string): void {
  refused.add(model)
}
