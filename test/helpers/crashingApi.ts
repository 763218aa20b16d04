import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import type { AlertStore } from '../../src/storage/alertStore';

/** When a copy of the bot dies: at its n-th call of Slack or of the store, before it is carried out, or after. */
export interface CrashPoint {
  readonly call: number;
  readonly when: 'before' | 'after';
}

export interface CrashingApis {
  readonly alertStore: AlertStore;
  readonly slack: SlackMessageApi;
  /** Resolves when it has died. */
  readonly died: Promise<'died'>;
}

/** A store and a port over which a copy dies: the call, and every later one, never returns. */
export function crashingApis(
  alertStore: AlertStore,
  slack: SlackMessageApi,
  death: CrashPoint,
): CrashingApis {
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
    alertStore: {
      load: (since) => counted(() => alertStore.load(since)),
      version: () => counted(() => alertStore.version()),
      generations: () => counted(() => alertStore.generations()),
      commit: (change) => counted(() => alertStore.commit(change)),
      pending: () => counted(() => alertStore.pending()),
      claim: (...given) => counted(() => alertStore.claim(...given)),
      release: (...given) => counted(() => alertStore.release(...given)),
      complete: (...given) => counted(() => alertStore.complete(...given)),
      messageRefs: () => counted(() => alertStore.messageRefs()),
      audit: (count) => counted(() => alertStore.audit(count)),
    },
    slack: {
      post: (what) => counted(() => slack.post(what)),
      update: (what) => counted(() => slack.update(what)),
      find: (what) => counted(() => slack.find(what)),
      remove: (what) => counted(() => slack.remove(what)),
    },
  };
}
