/** People who cancel, pause, resume and rerun jobs at random instants. P13: what they were told is so from then on. */
import { Fault } from '../../core/fault.ts'
import type { Job } from '../../core/job.ts'
import { isTerminal } from '../../core/status.ts'
import { cancelJob, pauseJob, rerunEndedJob, resumeJob } from '../../engine/change-job.ts'
import type { EnginePorts } from '../../engine/engine-ports.ts'
import { simulatedTenant } from './clients.ts'
import { shortOf } from './names.ts'
import type { Platform } from './platform.ts'
import { openJobs, report, type Watch } from './watch.ts'
import { watchedStore } from './watched-store.ts'
import type { World } from './world.ts'

export interface People {
  /** Acts that are still to come. */
  readonly toCome: number
  /** Jobs whose cancel was acknowledged, and in which epoch. */
  readonly cancelled: readonly { readonly jobId: string; readonly epoch: number }[]
}

type Act = 'cancel' | 'pause' | 'resume' | 'rerun' | 'rerunFrom'

export interface PeopleOptions {
  readonly world: World
  readonly watch: Watch
  readonly platform: Platform
  readonly acts: number
}

export function createPeople({ world, watch, platform, acts }: PeopleOptions): People {
  const cancelled: { jobId: string; epoch: number }[] = []
  let toCome = acts

  const act = (): void => {
    toCome -= 1
    const jobs = [...watch.jobs.values()]
    const job = jobs[world.random.below(jobs.length)]
    if (job === undefined) return
    const name = chooseAct(job)
    const { process, ports } = platform.enter('api')
    world.note(process, `is asked for ${name} of ${shortOf(job.jobId)}`)
    carryOut(name, job, ports).then(
      (answered) => checkAnswer(name, answered),
      (error) => world.note(process, `answers ${error instanceof Fault ? error.code : error}`),
    )
  }

  const chooseAct = (job: Job): Act => {
    const sensible = isTerminal(job.status)
      ? world.random.pick<Act>(['rerun', 'rerunFrom'])
      : world.random.pick<Act>(['cancel', 'pause', 'pause', job.pausedAt === undefined ? 'pause' : 'resume'])
    return world.random.chance(0.8) ? sensible : world.random.pick<Act>(['cancel', 'pause', 'resume', 'rerun'])
  }

  const carryOut = async (name: Act, { jobId, steps }: Job, ports: EnginePorts): Promise<Job> => {
    const who = { jobId, tenant: simulatedTenant }
    switch (name) {
      case 'cancel':
        return await cancelJob(ports, who)
      case 'pause':
        return await pauseJob(ports, who)
      case 'resume':
        return await resumeJob(ports, who)
      case 'rerun':
        return await rerunEndedJob(ports, who)
      case 'rerunFrom':
        return await rerunEndedJob(ports, who, steps[world.random.below(steps.length)]?.stepId)
    }
  }

  const checkAnswer = (name: Act, answered: Job): void => {
    const { jobId, version, epoch } = answered
    const there = watch.jobs.get(jobId)
    world.note(undefined, `somebody is told that ${name} of ${shortOf(jobId)} is done: version ${version}`)
    if ((there?.version ?? 0) < version) {
      report(watch, [{ invariant: 'P13', text: `${name} was acknowledged as version ${version}` }], there)
    }
    if (name === 'cancel') cancelled.push({ jobId, epoch })
  }

  for (let count = 0; count < acts; count++) world.schedule({ run: act }, world.now + world.random.below(150_000))
  return {
    get toCome() {
      return toCome
    },
    cancelled,
  }
}

/** Lifts the pauses, so that every job can come to its end. */
export async function resumePaused(watch: Watch, platform: Platform): Promise<void> {
  for (const { jobId, pausedAt, tenant } of openJobs(watch)) {
    if (pausedAt === undefined) continue
    const { process, ports } = platform.enter('api')
    const store = watchedStore(watch, process)
    const queue = { send: async () => {}, backlog: async () => 0 }
    await resumeJob({ ...ports, store, queue }, { jobId, tenant })
  }
}
