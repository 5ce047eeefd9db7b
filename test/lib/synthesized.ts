import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { App } from 'aws-cdk-lib/core'
import cdkJson from '../../cdk.json' with { type: 'json' }
import type { DeploymentPlan } from '../../lib/deployment-plan.ts'
import type { LambdaCode } from '../../lib/lambda-code.ts'
import { PlatformStack } from '../../lib/platform-stack.ts'
import { planned } from './planned.ts'

export interface Resource {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
  readonly Metadata?: Readonly<Record<string, unknown>>
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>
}

export interface Synthesized {
  /** As CloudFormation is given it. */
  readonly text: string
  readonly template: StackTemplate
  /** Of the shards, by file name. */
  readonly nested: readonly StackTemplate[]
  readonly nestedFiles: readonly string[]
  readonly terminationProtection: boolean
}

const inline = () => Code.fromInline('exports.handler = async () => {}')
// A layer takes no inline code.
const noCode: LambdaCode = { handler: inline, agent: inline, definition: () => Code.fromAsset('test/lib/no-layer') }

/** The CDK's own validator takes a second to start: only its test lets it run. */
export function aStack(plan: DeploymentPlan, outdir: string, isValidated = false): { app: App; stack: PlatformStack } {
  const builtinCloudFormationValidation = isValidated
  const app = new App({ context: cdkJson.context, outdir, analyticsReporting: false, builtinCloudFormationValidation })
  return { app, stack: new PlatformStack(app, plan, noCode) }
}

const made = new Map<string, Synthesized>()

/** The templates of a stage for the text of an agents.yaml; of the same text they are made once. */
export function synthesized(text: string, stage?: string): Synthesized {
  const key = `${stage} ${text}`
  const known = made.get(key) ?? synthesizedAnew(text, stage)
  made.set(key, known)
  return known
}

export function synthesizedAnew(text: string, stage?: string): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'troupe-synth-'))
  try {
    const { app, stack } = aStack(planned(text, stage), outdir)
    const artifact = app.synth().getStackArtifact(stack.artifactId)
    const read = (file: string) => readFileSync(join(outdir, file), 'utf8')
    const root = read(artifact.templateFile)
    const files = readdirSync(outdir).filter((file) => file.endsWith('.nested.template.json'))
    return {
      text: root,
      template: JSON.parse(root) as StackTemplate,
      nested: files.map((file) => JSON.parse(read(file)) as StackTemplate),
      nestedFiles: files,
      terminationProtection: artifact.terminationProtection ?? false,
    }
  } finally {
    rmSync(outdir, { recursive: true })
  }
}

/** Resources of a type, by logical id. */
export function ofType({ Resources }: StackTemplate, type: string): [id: string, resource: Resource][] {
  return Object.entries(Resources).filter(([, resource]) => resource.Type === type)
}

/** Properties of the one resource of a type whose logical id begins so; throws when there are others, or none. */
export function theOne(template: StackTemplate, type: string, start = ''): Readonly<Record<string, unknown>> {
  const [found, ...more] = ofType(template, type).filter(([id]) => id.startsWith(start))
  if (found === undefined || more.length > 0) throw new Error(`Not one ${type} begins with ${start}`)
  return found[1].Properties
}
