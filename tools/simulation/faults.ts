import type { Instance } from './instance';
import { type FaultName, HOUR, MINUTE, SECOND } from './plan';
import type { World } from './world';

/** What goes wrong in a world, by the faults of its plan: each comes now and then, lasts, and is over at the end. */
export function scheduleFaults(world: World): void {
  const { queue, plan, log, slack } = world;
  const prng = world.prng.of('faults');

  /** Calls `begin` now and then, and what that returns when it is over, at the latest when all faults end. */
  const comes = (
    name: FaultName,
    lasts: () => number,
    begin: (forMs: number) => (() => void) | null,
    drawing = prng,
  ): void => {
    if (!plan.faults.has(name)) return;
    queue.after(drawing.wait(plan.faultEveryMs), () => {
      const leftMs = plan.healthyFromMs - queue.nowMs;
      if (leftMs <= 0) return;
      const forMs = Math.min(lasts(), leftMs);
      const end = begin(forMs);
      if (end === null) {
        comes(name, lasts, begin, drawing);
        return;
      }
      log.add('the world', `${name}, for ${Math.round(forMs / SECOND)} s`);
      queue.after(forMs, () => {
        end();
        log.add('the world', `no more: ${name}`);
        comes(name, lasts, begin, drawing);
      });
    });
  };
  /** Mostly short, at times long. */
  const shortOrLong = (): number =>
    prng.oneOf([
      () => prng.between(2, 60) * SECOND,
      () => prng.between(1, 10) * MINUTE,
      () => prng.between(10, 90) * MINUTE,
      () => prng.between(1, 6) * HOUR,
    ])();
  const minutes = (): number => prng.between(0.2, 30) * MINUTE;
  const faultModel = world.faultModel;
  const during = (set: (is: boolean) => void): (() => void) => {
    set(true);
    world.conditionsChanged();
    return () => {
      set(false);
      world.conditionsChanged();
    };
  };
  const anyInstance = (): Instance | undefined => world.instances[prng.whole(0, world.instances.length - 1)];

  comes('redis away', shortOrLong, () => {
    faultModel.redisReason = prng.oneOf(['unreachable', 'unreachable', 'loading', 'refused']);
    return during((is) => world.redisGoes(is));
  });
  comes(
    'redis loses its data',
    () => 1,
    () => world.redisLoses(null),
  );
  comes(
    'redis falls back',
    () => 1,
    () => world.redisLoses(world.oneSnapshot(prng)),
  );
  comes('instances killed', minutes, (forMs) => {
    const instance = anyInstance();
    if (!instance?.running) return null;
    instance.kill('');
    queue.after(forMs, () => instance.start());
    return () => undefined;
  });
  comes(
    'instances killed at an await',
    () => 1,
    () => {
      const process = anyInstance()?.running?.process;
      if (!process) return null;
      const where = prng.is(0.5) ? 'slack' : 'anywhere';
      const calls = prng.whole(1, where === 'slack' ? 4 : 60);
      process.death = { calls, when: prng.is(0.5) ? 'before' : 'after', where };
      return () => undefined;
    },
  );
  comes('instances paused', minutes, (forMs) => {
    const instance = anyInstance();
    if (!instance?.running) return null;
    instance.pause(forMs);
    world.counted.pauses += 1;
    world.conditionsChanged();
    return () => world.conditionsChanged();
  });
  comes('instances cut off from redis', shortOrLong, () => {
    const instance = anyInstance();
    return instance
      ? during((is) => {
          instance.isCutFromRedis = is;
        })
      : null;
  });
  comes('instances cut off from slack', shortOrLong, () => {
    const instance = anyInstance();
    return instance
      ? during((is) => {
          instance.isCutFromSlack = is;
        })
      : null;
  });
  comes(
    'clocks set back',
    () => 1,
    () => {
      const instance = anyInstance();
      if (!instance) return null;
      world.setClock(instance, prng.between(-1, 1) * world.clockErrorMs);
      return () => undefined;
    },
  );
  const flags = [
    ['redis slow', 'isRedisSlow', shortOrLong],
    ['redis loses answers', 'losesAnswers', minutes],
    ['store refuses writes', 'refusesWrites', shortOrLong],
    ['slack away', 'isSlackAway', shortOrLong],
    ['slack fails', 'slackFails', minutes],
    ['slack drops answers', 'slackDrops', minutes],
    ['slack slow', 'isSlackSlow', minutes],
    ['slack throttles', 'slackThrottles', minutes],
  ] as const;
  for (const [name, flag, lasts] of flags)
    comes(name, lasts, () =>
      during((is) => {
        faultModel[flag] = is;
      }),
    );
  comes('slack archives the channel', minutes, () =>
    during((is) => {
      const { channel } = plan.alerts.decide;
      if (is) slack.archived.add(channel);
      else slack.archived.delete(channel);
    }),
  );
  comes('slack revokes the token', minutes, () =>
    during((is) => {
      slack.isTokenRevoked = is;
    }),
  );
  // These came later: drawn apart, so that all else of a seed stays as it was.
  const ofCodes = world.prng.of('faults of codes');
  comes(
    'slack answers unknown codes',
    () => ofCodes.between(1, 8) * MINUTE,
    () =>
      during((is) => {
        world.unknownCodes.isOutage = is;
      }),
    ofCodes,
  );
  const ofWebhook = world.prng.of('faults of the webhook');
  comes(
    'webhook away',
    () => ofWebhook.between(1, 60) * MINUTE,
    () =>
      during((is) => {
        world.webhook.isAway = is;
      }),
    ofWebhook,
  );
  if (plan.faults.has('history cannot be read')) slack.canReadHistory = false;
}
