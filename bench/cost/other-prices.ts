import { dollarsPerMillion } from './prices.ts'

/** What others ask for a million jobs of five steps (one, three beside each other, one), and how that is counted. */
export interface OtherPrice {
  readonly name: string
  /** Undefined: no price was found. */
  readonly dollars: number | undefined
  readonly formula: string
  readonly leavesOut: string
  readonly source: string
  /** When a stored copy of the source was read. */
  readonly seenOn: string
}

const seenOn = '2026-11-21'
const fiveInvocations = dollarsPerMillion('lambdaRequest', 5)

export const otherPrices: readonly OtherPrice[] = [
  {
    name: 'Step Functions Standard',
    dollars: 6 * 25 + fiveInvocations,
    formula: '6 state transitions (A, the parallel state, B, C, D, E) x $25.00, 5 invocations x $0.20',
    leavesOut: 'the agents’ duration; retries, and whatever else counts as a transition',
    source:
      'aws.amazon.com/step-functions/pricing: $0.025 per 1,000 state transitions in us-east-1, each time a step is executed',
    seenOn,
  },
  {
    name: 'Step Functions Express',
    dollars: 1 + 0.0625 * 1e6 * (0.06 / 3_600) + fiveInvocations,
    formula: '1 request x $1.00, 1 s x 64 MB x $0.06 a GB-hour (first tier), 5 invocations x $0.20',
    leavesOut:
      'durability: five minutes at most, a job that fails is not resumed, history only in logs, which are paid apart',
    source: 'aws.amazon.com/step-functions/pricing, worked example of Express workflows',
    seenOn,
  },
  {
    name: 'Lambda durable functions',
    dollars: 6 * 8 + fiveInvocations,
    formula: 'at least 6 durable operations (the start and 5 steps) x $8.00, 5 invocations x $0.20',
    leavesOut:
      'what is written and kept (prices not found), and a second operation for each step if its start and its end count apart: then 11, $89',
    source:
      'aws.amazon.com/lambda/pricing, $8.00 per million durable operations, as transcribed on 2026-09-20 by api-evangelist/aws-lambda; how operations are counted was not found',
    seenOn,
  },
  {
    name: 'Temporal Cloud, Developer plan',
    dollars: 6 * 50 * 1.1,
    formula: '6 actions (1 workflow started, 5 activities) x $50.00, and 10% for the plan',
    leavesOut: 'storage; the machines on which your workers run',
    source: 'docs.temporal.io/cloud/pricing and /cloud/actions, from temporalio/documentation',
    seenOn,
  },
  {
    name: 'Inngest',
    dollars: undefined,
    formula: '6 executions (the run and 5 steps); 1 million a month are included in Pro, 10 million in Business',
    leavesOut: '',
    source: 'inngest.com/docs/durable-execution/limits; the price of more was not found',
    seenOn,
  },
  {
    name: 'Restate Cloud',
    dollars: undefined,
    formula: '',
    leavesOut: '',
    source: 'no price was found',
    seenOn,
  },
]
