/**
 * The tables, as the way there: script n turns format n into format n + 1; format 0 is an empty file.
 * A script that was released never changes; a new format is one more script at the end.
 *
 * What is searched for is a column; the rest of a record is its JSON text.
 */
export const formatUpgrades: readonly string[] = [
  `
  CREATE TABLE jobs (
    job_id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    workflow TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    wake_at INTEGER,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX jobs_newest ON jobs (tenant, created_at, job_id);
  CREATE INDEX jobs_by_status ON jobs (tenant, status, created_at, job_id);
  CREATE INDEX jobs_by_workflow ON jobs (tenant, workflow, created_at, job_id);
  CREATE INDEX jobs_by_both ON jobs (tenant, workflow, status, created_at, job_id);
  CREATE INDEX jobs_due ON jobs (wake_at, job_id) WHERE wake_at IS NOT NULL;

  CREATE TABLE labels (
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    job_id TEXT NOT NULL,
    PRIMARY KEY (tenant, name, value, created_at, job_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE results (
    job_id TEXT NOT NULL,
    agent TEXT NOT NULL,
    step_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    owner TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    claim TEXT NOT NULL,
    ending TEXT,
    PRIMARY KEY (job_id, agent, step_id, epoch, attempt)
  ) STRICT;
  CREATE INDEX results_running ON results (started_at) WHERE status = 'running';

  CREATE TABLE definitions (
    hash TEXT PRIMARY KEY,
    record TEXT NOT NULL
  ) STRICT;
  `,
]
