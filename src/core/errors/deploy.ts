import type { ErrorEntry } from './error-entry.ts'

export const deployErrors = {
  DEPLOY_ACCOUNT: {
    message: 'Stage {stage} belongs to account {wanted}; these credentials are of {account}',
    hint: 'Use credentials of {wanted}, or correct account in stages.{stage}',
  },
  DEPLOY_NOT_BOOTSTRAPPED: {
    message: 'Account {account} is not prepared for deployments in {region}: {problem}',
    hint: 'Prepare it once: npx cdk bootstrap aws://{account}/{region}',
  },
  DEPLOY_CDK_FAILED: { message: 'The CDK ended with an error: {problem}', hint: 'Mend what it names, then try again' },
  DEPLOY_STACK_BUSY: {
    message: 'Stack {stack} of stage {stage} is being changed already: {status}',
    hint: 'Try again when it has ended, or look on: {console}',
  },
  DEPLOY_STACK_STUCK: {
    message: 'Stack {stack} of stage {stage} can be neither changed nor taken back: {status}',
    hint: 'Free it, then try again: {command}',
  },
  DEPLOY_FAILED: { message: 'Stage {stage} was not deployed: {problem}', hint: 'Mend it, then: {command}' },
  DEPLOY_TOOLS_MISSING: {
    message: 'Deploying needs packages that are not installed: {tools}',
    hint: 'Install them: npm install --save-dev --save-exact {install}',
  },
} as const satisfies Record<string, ErrorEntry>
