import { RetentionDays } from 'aws-cdk-lib/aws-logs'

const offered = Object.values(RetentionDays)
  .filter((days) => typeof days === 'number' && days !== RetentionDays.INFINITE)
  .map(Number)
  .sort((a, b) => a - b)

/** The shortest retention that CloudWatch offers and that is no shorter than asked for. */
export function logRetention(days: number): RetentionDays {
  return offered.find((candidate) => candidate >= days) ?? RetentionDays.TEN_YEARS
}
