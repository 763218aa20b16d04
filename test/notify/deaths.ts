import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import type { Ledger } from '../../src/storage/alertStore';

/** When a copy of the bot dies: at its n-th call of Slack or of the ledger, before it is carried out, or after. */
export interface Death {
  readonly call: number;
  readonly when: 'before' | 'after';
}

export interface Mortal {
  readonly ledger: Ledger;
  readonly slack: SlackMessageApi;
  /** Resolves when it has died. */
  readonly died: Promise<'died'>;
}

/** A ledger and a port over which a copy dies: the call, and every later one, never returns. */
export function mortal(ledger: Ledger, slack: SlackMessageApi, death: Death): Mortal {
  let calls = 0;
  let tellDied: (died: 'died') => void = () => undefined;
  const died = new Promise<'died'>((resolve) => {
    tellDied = resolve;
  });
  const never = new Promise<never>(() => undefined);
  const counted = async <T>(call: () => Promise<T>): Promise<T> => {
    calls++;
    if (calls > death.call) return never;
    if (calls < death.call) return call();
    if (death.when === 'after') await call();
    tellDied('died');
    return never;
  };
  return {
    died,
    ledger: {
      read: () => counted(() => ledger.read()),
      version: () => counted(() => ledger.version()),
      generations: () => counted(() => ledger.generations()),
      commit: (change) => counted(() => ledger.commit(change)),
      waiting: () => counted(() => ledger.waiting()),
      claim: (...given) => counted(() => ledger.claim(...given)),
      release: (...given) => counted(() => ledger.release(...given)),
      settle: (...given) => counted(() => ledger.settle(...given)),
      messages: () => counted(() => ledger.messages()),
      audit: (count) => counted(() => ledger.audit(count)),
    },
    slack: {
      post: (what) => counted(() => slack.post(what)),
      update: (what) => counted(() => slack.update(what)),
      find: (what) => counted(() => slack.find(what)),
      remove: (what) => counted(() => slack.remove(what)),
    },
  };
}
