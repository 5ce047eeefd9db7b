import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { dataDirectory } from '../dev/data-directory.ts'
import { portOf } from '../dev/serve-port.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { fileFlag, openProject, plural } from '../open-project.ts'
import { type OutputStream, writeJson } from '../output.ts'
import { paint, type Style } from '../paint.ts'
import { type Run, sayNext } from '../run-command.ts'
import { plainText } from '../terminal/display-width.ts'
import { awsChecks } from './aws-checks.ts'
import type { Check, Patient } from './check.ts'
import { dataChecks } from './data-checks.ts'
import { machineChecks } from './machine-checks.ts'
import { modelChecks } from './model-checks.ts'
import { projectChecks } from './project-checks.ts'

export interface DoctorOptions {
  readonly port: string
  readonly data?: string
  /** Absent: AWS is not looked at. */
  readonly stage?: string
  /** Absent: no model is asked. */
  readonly models?: true
}

/** Makes every check and shows it; exit code 1 when one failed, warnings do not count. */
export async function examine(run: Run, options: DoctorOptions): Promise<ExitCode> {
  const { output } = run
  const patient = patientOf(run, options)
  const checks: Check[] = []
  for await (const check of checksOf(patient, options)) {
    checks.push(check)
    if (!output.json) output.stdout.write(renderCheck(check, output.stdout))
  }
  const failed = checks.filter(({ status }) => status === 'failed').length
  const warnings = checks.filter(({ status }) => status === 'warning').length
  if (output.json) writeJson(output, { ok: failed === 0, failed, warnings, checks })
  else output.stdout.write(`${plural(checks.length, 'check')}: ${failed} failed, ${plural(warnings, 'warning')}\n`)
  const flag = fileFlag(run.file)
  const stage = options.stage === undefined ? '' : ` --stage ${options.stage}`
  const again = [`troupe doctor${stage}${flag}`, 'after the repairs'] as const
  const start = [`troupe dev${flag}`, 'start the platform'] as const
  const deploy = [`troupe deploy${stage}${flag}`, 'deploy it'] as const
  sayNext(output, [failed > 0 ? again : stage === '' ? start : deploy])
  return failed === 0 ? exitCodes.ok : exitCodes.failed
}

async function* checksOf(patient: Patient, { stage, models }: DoctorOptions): AsyncGenerator<Check> {
  for (const [name, look] of Object.entries({ ...machineChecks, ...projectChecks, ...dataChecks })) {
    yield { name, ...(await look(patient)) }
  }
  if (models === true) yield* modelChecks(patient)
  if (stage !== undefined) yield* awsChecks(patient.file, stage)
}

function patientOf({ env, file }: Run, { port, data }: DoctorOptions): Patient {
  const directory = dataDirectory({ directory: dirname(resolve(file)) }, env, data)
  const project = existsSync(file) ? { project: openProject(file) } : {}
  return { env, file, port: portOf(port, 'doctor'), dataDirectory: directory, ...project }
}

const looks: Readonly<Record<Check['status'], { readonly mark: string; readonly style: Style }>> = {
  ok: { mark: 'ok     ', style: 'green' },
  warning: { mark: 'warning', style: 'yellow' },
  failed: { mark: 'failed ', style: ['red', 'bold'] },
  skipped: { mark: 'skipped', style: 'dim' },
}

/** One line for what is well, four for what is not. */
function renderCheck({ name, status, wanted, found, repair }: Check, stream: Pick<OutputStream, 'color'>): string {
  const { mark, style } = looks[status]
  const head = `${paint(stream, style, mark)} ${name}`
  if (status === 'ok' || status === 'skipped') return `${head}: ${plainText(found)}\n`
  const lines = [head, `          wanted  ${wanted}`, `          found   ${plainText(found)}`]
  if (repair !== undefined) lines.push(`          repair  ${plainText(repair)}`)
  return `${lines.join('\n')}\n`
}
