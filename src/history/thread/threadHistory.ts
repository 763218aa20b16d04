import type { Worker } from 'node:worker_threads';
import { backoffMs } from '../../lib/backoff';
import { type Clock, endsWithin } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import type {
  ClosingsQuery,
  HistoryReader,
  RecordedTarget,
  SamplesQuery,
  SeriesQuery,
  SpanQuery,
} from '../historyReader';
import type { CheckRecord, HistoryRecorder } from '../model/checkRecord';
import type { DayClosing, Uptime } from '../model/closing';
import type { TargetEvents } from '../model/events';
import type { HistoryHealth, HistoryProblem } from '../model/health';
import type { RecordedSample } from '../model/recordedSample';
import type { Series } from '../model/series';
import { OpenQuestions } from './openQuestions';
import type {
  AnswerTo,
  ArgumentOf,
  FromThread,
  Question,
  ThreadOptions,
  ThreadState,
  ToThread,
} from './protocol';
import { startThread } from './startThread';

/** So many checks wait for the disk at most: an hour of them. More are dropped, and leave a gap. */
const MAX_PENDING = 240;
/** A thread that has something to do and says nothing for so long, in ms, hangs in a call to the disk. */
const HANGING_MS = 10_000;
const THREAD_RETRY = { firstMs: 1_000, maxMs: 60_000 };

export interface ThreadHistoryDeps extends Omit<ThreadOptions, 'missedAfterMs'> {
  /** After so long without a check, in ms, one was missed. Asked at each check. */
  readonly missedAfterMs: () => number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly start?: (options: ThreadOptions) => Worker;
}

/** The history, in a thread of its own. Nothing here waits for a disk. */
export class ThreadHistory implements HistoryReader, HistoryRecorder {
  private worker: Worker | null = null;
  private state: ThreadState | null = null;
  /** Why there is no thread, where none can run. */
  private missing: HistoryProblem | null = null;
  private readonly questions = new OpenQuestions(() => this.health());
  private pending = 0;
  private dropped = 0;
  private wereDropped = false;
  private heardAtMs = 0;
  private hangingSince: Date | null = null;
  private crashes = 0;
  private isStopping = false;
  private sharedAt: Date | null = null;

  constructor(private readonly deps: ThreadHistoryDeps) {}

  start(): void {
    const { path, mayWrite, missedAfterMs, start = startThread } = this.deps;
    const worker = start({ path, mayWrite, missedAfterMs: missedAfterMs() });
    this.worker = worker;
    worker.on('message', (message: FromThread) => this.hear(message));
    worker.on('error', (error) => this.deps.log.error({ err: error }, 'history thread failed'));
    worker.on('exit', () => this.onExit());
  }

  record(check: CheckRecord): void {
    if (this.worker === null || this.missing !== null) return;
    this.noticeHanging();
    if (this.pending >= MAX_PENDING) {
      this.dropped += 1;
      this.wereDropped = true;
      return;
    }
    if (this.pending === 0) this.heardAtMs = this.deps.clock.monotonicMs();
    this.pending += 1;
    const missedAfterMs = this.deps.missedAfterMs();
    this.post({ kind: 'record', check, wereDropped: this.wereDropped, missedAfterMs });
    this.wereDropped = false;
  }

  series(query: SeriesQuery, signal?: AbortSignal): Promise<Series> {
    return this.ask('series', [query], signal);
  }

  closings(query: ClosingsQuery, signal?: AbortSignal): Promise<readonly DayClosing[]> {
    return this.ask('closings', [query], signal);
  }

  events(query: SpanQuery, signal?: AbortSignal): Promise<TargetEvents> {
    return this.ask('eventsOf', [query], signal);
  }

  uptime(query: SpanQuery, signal?: AbortSignal): Promise<Uptime> {
    return this.ask('uptime', [query], signal);
  }

  samples(query: SamplesQuery, signal?: AbortSignal): Promise<readonly RecordedSample[]> {
    return this.ask('samples', [query], signal);
  }

  targets(signal?: AbortSignal): Promise<readonly RecordedTarget[]> {
    return this.ask('targets', [], signal);
  }

  /** Rejects with HistoryUnavailableError where there is no answer in time, and with the signal's reason. */
  ask<Q extends Question>(
    question: Q,
    [argument]: ArgumentOf<Q>,
    signal?: AbortSignal,
  ): Promise<AnswerTo<Q>> {
    if (this.worker === null || this.missing !== null)
      return Promise.reject(this.questions.unavailable('no history is open'));
    return this.questions.ask<AnswerTo<Q>>(
      (id) => this.post({ kind: 'ask', id, question, argument }),
      this.state === null ? 'starting' : 'running',
      signal,
    );
  }

  /** Other instances were told and asked. */
  markShared(at: Date): void {
    this.sharedAt = at;
  }

  /** Counts up where what is known of before may be gone. */
  get openings(): number {
    return this.state?.openings ?? 0;
  }

  health(): HistoryHealth {
    const { path } = this.deps;
    const { state, missing } = this;
    const mode = missing === null ? (state?.mode ?? (path === null ? 'memory' : 'file')) : 'off';
    return {
      mode,
      file: mode === 'file' || mode === 'read_only' ? path : null,
      problem: missing ?? this.hanging() ?? state?.problem ?? null,
      movedTo: state?.movedTo ?? null,
      recordedSince: state?.recordedSince ?? null,
      droppedChecks: this.dropped,
      pendingChecks: this.pending,
      sharedAt: this.sharedAt,
      fileBytes: state?.fileBytes ?? null,
    };
  }

  /** Writes what waits, and closes the file, within `limitMs`; a thread that hangs is left behind. */
  async stop(limitMs: number): Promise<void> {
    this.isStopping = true;
    const { worker } = this;
    if (worker === null) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    this.post({ kind: 'close' });
    if (!(await endsWithin(ended, limitMs))) void worker.terminate();
    this.worker = null;
  }

  private post(message: ToThread): void {
    this.worker?.postMessage(message);
  }

  private hear(message: FromThread): void {
    this.heardAtMs = this.deps.clock.monotonicMs();
    this.hangingSince = null;
    if (message.kind === 'recorded') this.pending -= 1;
    else if (message.kind === 'answer') this.questions.answered(message.id, message.answer);
    else if (message.kind === 'refused') this.questions.refused(message.id, message.message);
    else if (message.kind === 'log') this.deps.log[message.level](message.details, message.message);
    else if (message.kind === 'missing') this.onMissing(message.detail);
    else this.onState(message.state);
  }

  private onState(state: ThreadState): void {
    const { log, path } = this.deps;
    if (this.state === null || state.mode !== this.state.mode)
      log.info({ mode: state.mode, file: path }, 'history opened');
    else if (this.state.problem !== null && state.problem === null)
      log.info({ was: this.state.problem.code }, 'history problem is over');
    this.state = state;
    this.crashes = 0;
  }

  private onMissing(detail: string): void {
    this.missing = { code: 'failed', since: this.deps.clock.now(), detail };
    this.deps.log.warn({ detail }, 'no history is kept');
  }

  private onExit(): void {
    this.worker = null;
    this.questions.refuseAll('its thread has ended');
    this.dropped += this.pending;
    this.wereDropped ||= this.pending > 0;
    this.pending = 0;
    if (this.isStopping || this.missing !== null) return;
    this.crashes += 1;
    setTimeout(() => this.isStopping || this.start(), backoffMs(this.crashes, THREAD_RETRY)).unref();
  }

  private hanging(): HistoryProblem | null {
    const { clock, path } = this.deps;
    const isBusy = this.pending > 0 || this.questions.count > 0;
    if (!isBusy || clock.monotonicMs() - this.heardAtMs <= HANGING_MS) return null;
    this.hangingSince ??= clock.now();
    const detail = `${path ?? 'the history'}: the disk does not answer`;
    return { code: 'hanging', since: this.hangingSince, detail };
  }

  private noticeHanging(): void {
    const wasHanging = this.hangingSince !== null;
    const problem = this.hanging();
    if (problem !== null && !wasHanging) this.deps.log.warn({ detail: problem.detail }, 'history problem');
  }
}
