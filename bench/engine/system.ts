import type { ProjectSource } from './project-folder.ts'

/** What carries jobs out, as the load sees it: ours, and whatever it is compared with. */
export interface System {
  /** Everything that it keeps is below it. */
  readonly dataDirectory: string
  /** Submits one job; settles when its status was read back as completed. Throws when it ended otherwise. */
  runJob(index: number): Promise<void>
  /** Times that it made the disk take what was written, so far. */
  fsyncs(): number
  /** Everything is on disk then, as it stays. */
  close(): Promise<void>
}

/** Opens a system whose files all lie in this empty directory. */
export type OpenSystem = (directory: string, source: ProjectSource) => Promise<System>
