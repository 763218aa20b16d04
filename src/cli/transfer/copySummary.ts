import type { t } from '../../../formatters';
import { decodeState } from '../../alerting';
import type { CopyEntry } from '../../storage/transfer/storeCopy';

type CopyCounts = Parameters<typeof t.transfer.exported>[0];

export interface CopySummary {
  readonly counts: CopyCounts;
  readonly isEmpty: boolean;
  /** The last check that is in it; null for none. */
  readonly observedAt: Date | null;
}

/** What a copy holds, for people. */
export function summaryOfCopy(entries: readonly CopyEntry[]): CopySummary {
  const fieldsOf = (key: CopyEntry['key']) =>
    entries.flatMap((entry) => (entry.kind === 'field' && entry.key === key ? [entry] : []));
  const records = new Map(fieldsOf('alerts:state').map(({ field, text }) => [field, text]));
  const { state } = decodeState(records);
  return {
    counts: {
      targets: state?.targets.length ?? 0,
      openAlerts: (state?.incidents ?? []).filter(({ closedAt }) => closedAt === null).length,
      messages: fieldsOf('alerts:messages').length,
      waiting: fieldsOf('alerts:outbox').length,
      audit: entries.filter(({ kind }) => kind === 'entry').length,
      totals: entries.filter(({ kind }) => kind === 'string').length,
      notes: fieldsOf('balance-notes').length,
    },
    isEmpty: entries.length === 0,
    observedAt: state?.observedAt ?? null,
  };
}

/** A bot that checked so lately, in ms, is taken for one that runs. */
const RUNNING_WITHIN_MS = 60_000;

/** When a bot that seems to run checked last; null where none does. */
export const runningSince = ({ observedAt }: CopySummary, now: Date): Date | null =>
  observedAt !== null && now.getTime() - observedAt.getTime() <= RUNNING_WITHIN_MS ? observedAt : null;
