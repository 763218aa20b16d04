import { InvalidationSubscriber, type SubscriberTarget } from './invalidationSubscriber';
import type { OnInvalidate, TrackingSubscription } from './keyInvalidations';

/** What else may lose track, besides an ear that is closed. */
export interface ExtraLossCheck {
  /** True once it has. */
  isLost(): boolean;
  /** Asks what `isLost` needs to know, in the same trip as the ears are asked. */
  look?(): Promise<void>;
}

/** The ears of one way to Redis. */
export class SubscriberGroup {
  private readonly ears = new Set<InvalidationSubscriber>();

  /** Listens at each Redis, whole or not at all. Throws what opening one throws. */
  async listen(
    places: readonly SubscriberTarget[],
    prefixes: readonly string[],
    tell: OnInvalidate,
  ): Promise<InvalidationSubscriber[]> {
    const opened = await Promise.allSettled(
      places.map((place) => InvalidationSubscriber.open(place, prefixes, tell)),
    );
    const ears = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = opened.find((one) => one.status === 'rejected');
    if (failed !== undefined) {
      for (const ear of ears) ear.close();
      throw failed.reason;
    }
    for (const ear of ears) this.ears.add(ear);
    return ears;
  }

  following(ears: readonly InvalidationSubscriber[], watchout: ExtraLossCheck): TrackingSubscription {
    return {
      get isLost() {
        return watchout.isLost() || ears.some((ear) => ear.isClosed);
      },
      caughtUp: async () => {
        await Promise.all([watchout.look?.(), ...ears.map((ear) => ear.caughtUp())]);
      },
      stop: () => {
        for (const ear of ears) this.ears.delete(ear);
        for (const ear of ears) ear.close();
      },
    };
  }

  close(): void {
    for (const ear of this.ears) ear.close();
    this.ears.clear();
  }
}
