import { t } from '../../formatters';
import { plainLine } from '../../formatters/text/plainText';
import type { Sleep } from '../lib/clock';
import { inLanguage } from '../lib/language';
import type { Logger } from '../lib/logger';
import type { Finding } from './finding';

/** While something is wrong, it is looked at again this often, in ms. */
const RECHECK_MS = 300_000;
/** The same while Slack or Redis does not answer. */
const RETRY_MS = 30_000;

/** What may pass by itself, and is soon looked at again. */
const PASSING: readonly string[] = ['no_answer', 'unavailable', 'not_running', 'failed'];

export interface SetupChecksDeps {
  /** The checks that show nothing and are soon done. Never rejects. */
  readonly run: () => Promise<readonly Finding[]>;
  readonly log: Logger;
  readonly sleep: Sleep;
}

/** Looks at the set-up while the bot runs, so that a fault is known before the first alert. Nothing waits for it. */
export class SetupChecks {
  private readonly stopping = new AbortController();
  private waiting = new AbortController();
  private isLooking = false;
  /** Null before the first look. */
  private faults: readonly Finding[] | null = null;

  constructor(private readonly deps: SetupChecksDeps) {}

  /** Looks, and again while something is wrong. Never rejects. */
  async start(): Promise<void> {
    const { sleep } = this.deps;
    this.isLooking = true;
    while (!this.stopping.signal.aborted) {
      this.waiting = new AbortController();
      const againInMs = await this.look();
      if (againInMs === null && !this.waiting.signal.aborted) break;
      await sleep(againInMs ?? 0, this.waiting.signal).catch(() => undefined);
    }
    this.isLooking = false;
  }

  /** Looks anew: what is configured has changed. */
  restart(): void {
    if (this.isLooking) this.waiting.abort();
    else void this.start();
  }

  stop(): void {
    this.stopping.abort();
    this.waiting.abort();
  }

  /** Not ready where something does not work. Strangers may ask: what is wrong is named without values. */
  readiness(): { readonly ready: boolean; readonly detail: string } {
    if (this.faults === null) return { ready: true, detail: 'not looked at yet' };
    const errors = this.faults.filter(isError);
    const warnings = this.faults.filter((finding) => !isError(finding));
    const details = [
      ...errors.map(inPublic),
      ...(warnings.length === 0 ? [] : [`only warned of: ${warnings.map(inPublic).join(', ')}`]),
    ];
    const detail = details.length === 0 ? 'nothing wrong was found' : `${details.join('; ')}: run doctor`;
    return { ready: errors.length === 0, detail };
  }

  /** How many faults of each level there are. */
  counts(): Readonly<Record<'error' | 'warning', number>> {
    const faults = this.faults ?? [];
    const error = faults.filter(isError).length;
    return { error, warning: faults.length - error };
  }

  /** In how many ms to look again; null for not by itself. */
  private async look(): Promise<number | null> {
    const wrong = (await this.deps.run()).filter(({ level }) => level !== 'ok');
    // A check that took too long says nothing.
    const faults = wrong.filter(({ is }) => is !== 'failed');
    this.logNew(faults);
    this.faults = faults;
    if (wrong.some(({ is }) => PASSING.includes(is))) return RETRY_MS;
    return faults.some(isError) ? RECHECK_MS : null;
  }

  private logNew(faults: readonly Finding[]): void {
    const known = new Set(this.faults?.map(inPublic));
    for (const finding of faults) {
      // Problems of the configuration are logged as it is read.
      if (known.has(inPublic(finding)) || finding.check === 'config') continue;
      const text = inLanguage('en', () => {
        const { what, fix } = t.doctor.finding(finding);
        return [what, fix ?? []].map((each) => plainLine(each, 'UTC')).join(' → ');
      });
      const { check, is, level } = finding;
      this.deps.log[level === 'error' ? 'error' : 'warn']({ check, is }, `set-up: ${text}`);
    }
  }
}

const isError = ({ level }: Finding): boolean => level === 'error';

/** A fault by the words of this list alone, and ids of Slack. */
function inPublic(finding: Finding): string {
  const words = `${finding.check} ${finding.is}`.replaceAll('_', ' ');
  switch (finding.check) {
    case 'channel':
      return finding.is === 'rejected'
        ? `Slack refuses ${finding.channel} (${finding.code})`
        : `${words} in ${finding.channel}`;
    case 'person':
      return `${words}: ${finding.user}`;
    case 'group':
      return `${words}: ${finding.group}`;
    case 'scopes':
      return finding.is === 'missing' ? `${words}: ${finding.scope}` : words;
    default:
      return words;
  }
}
