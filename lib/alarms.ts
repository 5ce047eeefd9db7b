import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { alarmRows } from './alarm-rows.ts'
import type { Watched } from './monitoring.ts'

/** The alarms of a stage, as alarm-rows.ts has them. */
export function makeAlarms(scope: Construct, watched: Watched): Alarm[] {
  return alarmRows(watched).map(({ id, says, metric, limit, periods, below }) => {
    return new Alarm(scope, id, {
      alarmDescription: `${watched.plan.stackName}: ${says}`,
      metric,
      threshold: limit,
      evaluationPeriods: periods,
      comparisonOperator: below ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
      // Nothing happens at night; only what must always run may not be silent.
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    })
  })
}
