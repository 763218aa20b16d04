import type { TargetStatus } from '../../src/alerting/state/targetStatus';

/** A status in a word or two, with a mark that only decorates them. */
export const STATUS_WORDS: Readonly<Record<TargetStatus, { readonly mark: string; readonly words: string }>> =
  {
    unknown: { mark: '❔', words: 'Unknown' },
    down: { mark: '🔴', words: 'Down' },
    not_reported: { mark: '➖', words: 'Not reported' },
    no_heartbeat: { mark: '🟠', words: 'Portfolio updating, no heartbeat' },
    stale_portfolio: { mark: '🟠', words: 'Portfolio stale' },
    late: { mark: '🟡', words: 'Late' },
    ok: { mark: '🟢', words: 'Alive' },
  };
