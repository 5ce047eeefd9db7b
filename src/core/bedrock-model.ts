/** The parts of a model's name on Bedrock. */
export interface BedrockModel {
  /** Of the model itself; undefined: the name is an ARN that does not tell. */
  readonly model: string | undefined
  /** An ARN is used as it is. */
  readonly isArn: boolean
  /** Requests go through an inference profile, which may send them to models of several regions. */
  readonly isProfile: boolean
  /** Such as `eu` or `global`, of a profile that AWS defined. */
  readonly area: string | undefined
}

const areas = /^(global|us-gov|us|eu|apac|jp|au|ca)\.(.+)$/
const profileArn = /^arn:[^:]*:bedrock:[^:]*:[^:]*:(?:application-)?inference-profile\/(.+)$/
const modelArn = /^arn:[^:]*:bedrock:[^:]*:[^:]*:foundation-model\/(.+)$/

/** Reads a name that Converse takes: `anthropic.claude-opus-5`, `eu.anthropic.claude-opus-5`, or an ARN. */
export function bedrockModelOf(name: string): BedrockModel {
  const isArn = name.startsWith('arn:')
  const profile = profileArn.exec(name)?.[1]
  const id = isArn ? (profile ?? modelArn.exec(name)?.[1]) : name
  const [, area, model] = areas.exec(id ?? '') ?? []
  if (model !== undefined) return { model, isArn, isProfile: true, area }
  // The id of a profile of one's own says nothing of the models behind it.
  return { model: profile === undefined ? id : undefined, isArn, isProfile: profile !== undefined, area: undefined }
}
