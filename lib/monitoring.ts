import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import { makeAlarms } from './alarms.ts'
import type { DeadLetters } from './dead-letters.ts'
import type { EventBus } from './event-bus.ts'
import type { JobEndpoint } from './job-endpoint.ts'
import { Notice } from './notice.ts'
import type { Planner } from './planner.ts'
import type { PlatformParts } from './platform-parts.ts'
import { StageDashboard } from './stage-dashboard.ts'
import type { Sweeper } from './sweeper.ts'

export interface Watched extends PlatformParts {
  readonly planner: Planner
  readonly deadLetters: DeadLetters
  readonly sweeper: Sweeper
  readonly endpoint: JobEndpoint
  readonly events: EventBus | undefined
}

/** What a person looks at, and what calls that person. Of constant size: it does not grow with the agents. */
export class Monitoring extends Construct {
  readonly dashboard: Dashboard

  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id)
    const { alarmEmail } = watched.plan
    const alarms = makeAlarms(this, watched)
    if (alarmEmail !== undefined) new Notice(this, 'Notice', alarmEmail).of(alarms)
    this.dashboard = new StageDashboard(this, watched, alarms).dashboard
  }
}
