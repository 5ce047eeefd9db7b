import { expect, test } from 'vitest'
import { createProgress } from '../../../src/cli/deploy/progress.ts'

/** Kept from deployments with aws-cdk 2.1148.1. */
const said = `
✨  Synthesis time: 0.01s

troupe-shop-dev: start: Building Planner/Planner/Function/Code
troupe-shop-dev: success: Built Planner/Planner/Function/Code
troupe-shop-dev: start: Publishing Planner/Planner/Function/Code (current_account-us-east-1-674e5a52)
troupe-shop-dev: success: Published Planner/Planner/Function/Code (current_account-us-east-1-674e5a52)
troupe-shop-dev: deploying... [1/1]
troupe-shop-dev |  0/56 | 8:05:53 AM | CREATE_IN_PROGRESS      | AWS::Lambda::Function           | Sweeper/Sweeper/Function (SweeperFunction03B7CDC4) 
troupe-shop-dev |  9/56 | 8:05:54 AM | CREATE_COMPLETE         | AWS::Lambda::Function           | Sweeper/Sweeper/Function (SweeperFunction03B7CDC4) 
troupe-shop-dev | 10/56 | 8:05:54 AM | CREATE_FAILED           | AWS::SQS::Queue                 | Facts (Facts3CD8) Resource handler returned "No | more" 
troupe-shop-dev | 56/56 | 8:05:54 AM | CREATE_COMPLETE         | AWS::CloudFormation::Stack      | troupe-shop-dev 

Your next non-hotswap deployment with aws://222222222222/us-east-1 should include '--revert-drift' to resolve the drift that was introduced while hotswapping.

✅  troupe-shop-dev

Outputs:
troupe-shop-dev.ApiUrl = http://api.example
Stack ARN:
arn:aws:cloudformation:us-east-1:222222222222:stack/troupe-shop-dev/244ffe30

✨  Total time: 8.76s
`

const shown = [
  'published  Planner/Planner/Function/Code',
  'troupe-shop-dev: deploying... [1/1]',
  ' 9/56  create    AWS::Lambda::Function  Sweeper/Sweeper/Function',
  '10/56  CREATE_FAILED  AWS::SQS::Queue  Facts (Facts3CD8) Resource handler returned "No | more"',
  '56/56  create    AWS::CloudFormation::Stack  troupe-shop-dev',
  'CloudFormation does not know of this code: deploy without --hotswap before you go back to the code of before',
  '',
].join('\n')

test.each([1, 7, 100_000])(
  'the progress is one line for each thing done, however it arrives: by %i characters',
  (size) => {
    let written = ''
    const progress = createProgress((line) => {
      written += line
    })
    for (let at = 0; at < said.length; at += size) progress(said.slice(at, at + size))
    expect(written).toBe(shown)
  },
)
