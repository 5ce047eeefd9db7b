import { App } from 'aws-cdk-lib/core'
import cdkJson from '../cdk.json' with { type: 'json' }

export interface StageAppOptions {
  /** Beside the flags of cdk.json: `stage`, `file`. What the CDK's command line gives counts more. */
  readonly context?: Readonly<Record<string, string>>
  /** Default: what the CDK's command line says. */
  readonly outdir?: string
}

/** The CDK app that one stack goes into. The command line alone reads cdk.json, so its flags are given here too. */
export function createStageApp({ context = {}, outdir }: StageAppOptions = {}): App {
  return new App({
    context: { ...cdkJson.context, ...context },
    analyticsReporting: false,
    stackTraces: false,
    treeMetadata: false,
    // It takes longer than everything else. What goes into a template is bounded by the manifest's checks, and each kind of
    // stage passes it in test/lib/validator.test.ts.
    builtinCloudFormationValidation: false,
    ...(outdir === undefined ? {} : { outdir }),
  })
}
