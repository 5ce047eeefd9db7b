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
  // Jobs become compact as they are saved: the hashes and tokens of a compact one are in `bytes`, which older ones have not.
  // What waits for its end is apart from what never changes again, so that the latter is only ever added to.
  `
  ALTER TABLE jobs ADD COLUMN bytes BLOB;
  CREATE TABLE inputs (
    job_id TEXT PRIMARY KEY,
    record TEXT NOT NULL
  ) STRICT;
  INSERT INTO inputs
    SELECT job_id, record -> '$.input.json' FROM jobs
    WHERE iif(json_valid(record), record ->> '$.input.bytes' > 1024 AND record -> '$.input.json' IS NOT NULL, FALSE);

  ALTER TABLE results RENAME TO results_1;
  DROP INDEX results_running;
  CREATE TABLE claims (
    job_id TEXT NOT NULL,
    agent TEXT NOT NULL,
    step_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    owner TEXT NOT NULL,
    token TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    PRIMARY KEY (job_id, agent, step_id, epoch, attempt)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE results (
    job_id TEXT NOT NULL,
    agent TEXT NOT NULL,
    step_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    owner TEXT NOT NULL,
    token TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ending TEXT NOT NULL,
    PRIMARY KEY (job_id, agent, step_id, epoch, attempt)
  ) STRICT;
  INSERT INTO claims
    SELECT job_id, agent, step_id, epoch, attempt, owner, coalesce(iif(json_valid(claim), claim ->> '$.token', ''), ''), started_at
    FROM results_1 WHERE ending IS NULL;
  INSERT INTO results
    SELECT job_id, agent, step_id, epoch, attempt, owner, coalesce(iif(json_valid(claim), claim ->> '$.token', ''), ''), started_at, ending
    FROM results_1 WHERE ending IS NOT NULL ORDER BY rowid;
  DROP TABLE results_1;
  `,
  // The steps of a large plan have rows of their own as the job is saved.
  `
  ALTER TABLE jobs ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE plan_parts (
    job_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    record TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (job_id, part)
  ) STRICT;
  `,
]
