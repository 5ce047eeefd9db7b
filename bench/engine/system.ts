import type { ProjectSource } from './project-folder.ts'

/** What carries jobs out, as the load sees it: ours, and whatever it is compared with. */
export interface System {
  /** Everything that it keeps is below it. */
  readonly dataDirectory: string
  /** What makes its results durable, as the running system says it. */
  readonly durable: string
  /** Processes of its own that it runs beside this one. */
  readonly servers?: readonly number[]
  /** Submits one job; no two have the same index. Settles when its status was read back as completed. Throws when it ended otherwise. */
  runJob(index: number): Promise<void>
  /** Times that it made the disk take what was written, so far; undefined where it does not tell. */
  fsyncs(): Promise<number | undefined>
  /** Everything is on disk then, as it stays; answers what was found there. */
  close(): Promise<Recorded>
}

/** What a system has kept, counted in its store. */
export interface Recorded {
  readonly completedJobs: number
  /** Each kept by itself before anything that depends on it began. */
  readonly stepResults: number
}

/** Opens a system whose files all lie in this empty directory. */
export type OpenSystem = (directory: string, source: ProjectSource) => Promise<System>
