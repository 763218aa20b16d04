import type { FieldReader } from '../fieldReader';
import { type Env, MODES, type Mode } from '../keys';
import type { Problem } from '../problem';
import { type ParseResult, pythonCount, pythonNumber, pythonText, pythonTime, quoted } from '../pythonValues';
import { type IterationRef, matchesKey, parseIterationKey, type TuningKey } from './keys';

/** One ended iteration of a tuning session: the pair (worker, n). */
export interface TuningIteration extends IterationRef {
  readonly kind: 'iteration';
  readonly env: Env;
  readonly mode: Mode;
  readonly status: string | null;
  readonly at: Date | null;
  readonly metricsKeys: readonly string[];
  readonly problems: readonly Problem[];
}

/** One ended job of a distributed tuning session. */
export interface TuningJob {
  readonly kind: 'job';
  readonly env: Env;
  readonly mode: Mode | null;
  readonly sessionId: string;
  readonly jobId: string;
  readonly worker: string | null;
  /** The iterations planned for its worker. */
  readonly iterations: number | null;
  readonly status: string | null;
  readonly returnCode: number | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly problems: readonly Problem[];
}

export type TuningRecord = TuningIteration | TuningJob;

/** The fields of an iteration, but for its metrics. */
export const ITERATION_FIELDS = ['session_id', 'worker_id', 'iteration', 'status', 'timestamp'];

/** The fields that are read of a job. */
export const JOB_FIELDS = [
  'session_id',
  'mode',
  'worker_id',
  'iterations',
  'status',
  'return_code',
  'started_at',
  'finished_at',
];

/** The iteration at a key; null when the key does not follow the grammar of iterations. */
export function iterationFrom(
  key: TuningKey & { kind: 'iteration' },
  fields: FieldReader,
  zone: string,
): TuningIteration | null {
  const ref = iterationRef(key, fields);
  if (ref === null) return null;
  return {
    kind: 'iteration',
    env: key.env,
    mode: key.mode,
    ...ref,
    status: fields.read('status', pythonText),
    at: fields.read('timestamp', (text) => pythonTime(text, zone)),
    metricsKeys: fields.names().filter((name) => !ITERATION_FIELDS.includes(name)),
    problems: fields.problems,
  };
}

/** The hash says which iteration it is; where it does not say, or contradicts its key, the key does. */
function iterationRef({ rest }: TuningKey, fields: FieldReader): IterationRef | null {
  const sessionId = fields.read('session_id', pythonText);
  const worker = fields.read('worker_id', pythonText);
  const n = fields.read('iteration', pythonCount);
  if (sessionId === null || worker === null || n === null) return parseIterationKey(rest);
  const fromHash = { sessionId, worker, n };
  if (matchesKey(rest, fromHash)) return fromHash;
  const fromKey = parseIterationKey(rest);
  if (fromKey !== null)
    fields.addProblem(`says it is iteration ${n} of another worker or session than its key`);
  return fromKey;
}

const JOB_REST = /^(.+?):job:(.*)$/s;

/** The job at a key; null when the key does not follow the grammar of jobs. */
export function jobFrom(key: TuningKey, fields: FieldReader, zone: string): TuningJob | null {
  const fromHash = fields.read('session_id', pythonText);
  const fromKey = JOB_REST.exec(key.rest)?.[1];
  const sessionId = fromHash !== null && key.rest.startsWith(`${fromHash}:job:`) ? fromHash : fromKey;
  if (sessionId === undefined) return null;
  return {
    kind: 'job',
    env: key.env,
    mode: fields.read('mode', parseMode),
    sessionId,
    jobId: key.rest.slice(`${sessionId}:job:`.length),
    worker: fields.read('worker_id', pythonText),
    iterations: fields.read('iterations', pythonCount),
    status: fields.read('status', pythonText),
    returnCode: fields.read('return_code', pythonNumber),
    startedAt: fields.read('started_at', (text) => pythonTime(text, zone)),
    finishedAt: fields.read('finished_at', (text) => pythonTime(text, zone)),
    problems: fields.problems,
  };
}

function parseMode(text: string): ParseResult<Mode> {
  const mode = MODES.find((each) => each === text);
  return mode === undefined ? { error: `is ${quoted(text)}, which is no mode` } : { value: mode };
}
