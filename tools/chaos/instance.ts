import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../src/lib/clock';
import { eventually } from '../../test/helpers/eventually';
import { endWithThisProcess } from '../../test/helpers/redisServer';

export interface InstanceOptions {
  readonly name: string;
  /** The path of the built bot. */
  readonly main: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly clock: Clock;
}

/** From when to when an instance ran, in ms since the epoch; `to` is null while it does. */
export interface Ran {
  readonly from: number;
  readonly to: number | null;
}

/** One instance of the bot as a process of its own, as the image starts it. */
export class Instance {
  readonly name: string;
  readonly logFile: string;
  private readonly log: WriteStream;
  private child: ChildProcess | null = null;
  private port: number | null = null;
  private spans: Ran[] = [];

  constructor(private readonly options: InstanceOptions) {
    this.name = options.name;
    this.logFile = options.logFile;
    this.log = createWriteStream(options.logFile, { flags: 'a' });
  }

  /** When it ran: neither killed nor stopped. */
  get ran(): readonly Ran[] {
    return this.spans;
  }

  get isRunning(): boolean {
    return this.spans.at(-1)?.to === null;
  }

  /** Starts it, beside its log, so that no file of the checkout is read; resolves once it listens. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [this.options.main], {
      cwd: dirname(this.logFile),
      env: { PATH: process.env.PATH, NODE_ENV: 'production', TZ: 'UTC', ...this.options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithThisProcess(child);
    this.child = child;
    this.port = null;
    this.spans.push({ from: this.now(), to: null });
    let printed = '';
    const keep = (chunk: Buffer): void => {
      this.log.write(chunk);
      if (this.child !== child || this.port !== null) return;
      printed += chunk.toString();
      const port = /"port":(\d+),"msg":"listening"/.exec(printed)?.[1];
      if (port !== undefined) this.port = Number(port);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    await eventually(
      () => this.port !== null || child.exitCode !== null || this.child !== child,
      'it listens',
    );
    if (child.exitCode !== null)
      throw new Error(`instance ${this.name} ended with ${child.exitCode}:\n${printed}`);
  }

  /** As a crash (SIGKILL). Resolves when it is gone. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    this.close();
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** It stands still, as a machine that is suspended (SIGSTOP). */
  pause(): void {
    if (this.child === null || !this.isRunning) return;
    this.child.kill('SIGSTOP');
    this.close();
  }

  /** It goes on. */
  resume(): void {
    if (this.child === null || this.isRunning) return;
    this.child.kill('SIGCONT');
    this.spans.push({ from: this.now(), to: null });
  }

  /** What its `/healthz/alerting` says; null when it does not answer. */
  async readiness(): Promise<string | null> {
    if (this.port === null || !this.isRunning) return null;
    try {
      const answer = await fetch(`http://127.0.0.1:${this.port}/healthz/alerting`, {
        signal: AbortSignal.timeout(2_000),
      });
      return await answer.text();
    } catch {
      return null;
    }
  }

  /** Ends it for good. */
  async end(): Promise<void> {
    await this.kill();
    await new Promise<void>((resolve) => this.log.end(resolve));
  }

  private close(): void {
    const last = this.spans.at(-1);
    if (last?.to === null) this.spans = [...this.spans.slice(0, -1), { ...last, to: this.now() }];
  }

  private now(): number {
    return this.options.clock.now().getTime();
  }
}
