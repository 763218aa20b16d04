import { InvalidationSubscriber, type SubscriberTarget } from './invalidationSubscriber';
import type { OnInvalidate, TrackingSubscription } from './keyInvalidations';

/** What else breaks a subscription, besides a subscriber that is closed. */
interface ExtraLossCheck {
  isBroken(): boolean;
  /** Asks Redis what `isBroken` needs to know, in the same trip as the subscribers. */
  refresh?(): Promise<void>;
}

/** The subscribers of one connection to Redis, which end with it. */
export class SubscriberGroup {
  private readonly subscribers = new Set<InvalidationSubscriber>();

  /** Subscribes at each target, or at none. `runIds` are the targets', in order. Throws as InvalidationSubscriber.open. */
  async open(
    targets: readonly SubscriberTarget[],
    prefixes: readonly string[],
    onInvalidate: OnInvalidate,
    extra: ExtraLossCheck,
  ): Promise<{ readonly subscription: TrackingSubscription; readonly runIds: readonly (string | null)[] }> {
    const results = await Promise.allSettled(
      targets.map((target) => InvalidationSubscriber.open(target, prefixes, onInvalidate)),
    );
    const opened = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      for (const subscriber of opened) subscriber.close();
      throw failed.reason;
    }
    for (const subscriber of opened) this.subscribers.add(subscriber);
    return {
      runIds: opened.map(({ runId }) => runId),
      subscription: {
        get isBroken() {
          return extra.isBroken() || opened.some(({ isClosed }) => isClosed);
        },
        sync: async () => {
          await Promise.all([extra.refresh?.(), ...opened.map((subscriber) => subscriber.sync())]);
        },
        stop: () => {
          for (const subscriber of opened) {
            this.subscribers.delete(subscriber);
            subscriber.close();
          }
        },
      },
    };
  }

  close(): void {
    for (const subscriber of this.subscribers) subscriber.close();
    this.subscribers.clear();
  }
}
