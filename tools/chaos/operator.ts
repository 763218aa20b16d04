import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox';
import { decodeAuditEntry } from '../../src/alerting/auditLog';
import type { Act, SlackMessage } from '../invariants/history';
import { ALERTS, LAB } from './settings';
import type { SlackRecorder } from './slackRecord';

const LOOKS_EVERY_MS = 400;
const WHO = { user: 'operator', id: 'U0OPERATOR' } as const;

/** A person who acknowledges, by its button, the first alert of a dead trader that comes. */
export class Operator {
  private pressed: Omit<Act, 'isConfirmed'> | null = null;
  private stopped = false;

  constructor(
    private readonly slack: Sandbox,
    private readonly recorder: SlackRecorder,
    private readonly deps: { readonly now: () => number; readonly log: (text: string) => void },
  ) {}

  /** Resolves when it has acknowledged one, or when it is stopped. */
  async watch(): Promise<void> {
    while (!this.stopped && this.pressed === null) {
      const alert = this.recorder.messages.find(isAlert);
      if (alert !== undefined) await this.press(alert);
      await sleep(LOOKS_EVERY_MS);
    }
  }

  stop(): void {
    this.stopped = true;
  }

  /** What it did, by the entries of the store's audit. */
  acts(audit: readonly string[]): readonly Act[] {
    return this.pressed === null ? [] : [confirmedBy(audit, this.pressed)];
  }

  private async press({ ts, mark }: SlackMessage): Promise<void> {
    const at = this.deps.now();
    const incidentId = String(mark?.id);
    try {
      const { failure } = await this.slack.click('incident:acknowledge', {
        user: WHO.user,
        channel: ALERTS,
        ts,
      });
      this.deps.log(
        `the operator acknowledges ${incidentId}${failure === null ? '' : `, and gets the answer: ${failure}`}`,
      );
      this.pressed = { at, kind: 'acknowledge', incidentId, userId: WHO.id, until: null };
    } catch {
      // The alert has recovered meanwhile, and has no such button any more.
    }
  }
}

/** Confirmed where the bot has stored that it was done: from then on the alert's thread has to mention it. */
export function confirmedBy(audit: readonly string[], act: Omit<Act, 'isConfirmed'>): Act {
  const isConfirmed = audit.some((text) => {
    const entry = decodeAuditEntry(text);
    return entry?.actor === act.userId && entry.incident?.id === act.incidentId;
  });
  return { ...act, isConfirmed };
}

const isAlert = ({ channel, threadTs, mark }: SlackMessage): boolean =>
  channel === LAB.channel && threadTs === null && String(mark?.id).startsWith('no_sign_of_life:');
