import type { Copy } from './copy';
import { type FaultName, HOUR, MINUTE, SECOND } from './plan';
import type { World } from './world';

/** What goes wrong in a world, by the faults of its plan: each comes now and then, lasts, and is over at the end. */
export function worldFaults(world: World): void {
  const { timeline, plan, story, slack } = world;
  const chance = world.chance.of('faults');

  /** Calls `begin` now and then, and what that returns when it is over, at the latest when all is to be well. */
  const comes = (
    name: FaultName,
    lasts: () => number,
    begin: (forMs: number) => (() => void) | null,
    everyMs = plan.faultEveryMs,
  ): void => {
    if (!plan.faults.has(name)) return;
    timeline.after(chance.wait(everyMs), () => {
      const leftMs = plan.wellFromMs - timeline.nowMs;
      if (leftMs <= 0) return;
      const forMs = Math.min(lasts(), leftMs);
      const end = begin(forMs);
      if (end === null) {
        comes(name, lasts, begin, everyMs);
        return;
      }
      story.tell('the world', `${name}, for ${Math.round(forMs / SECOND)} s`);
      timeline.after(forMs, () => {
        end();
        story.tell('the world', `no more: ${name}`);
        comes(name, lasts, begin, everyMs);
      });
    });
  };
  /** Mostly short, at times long. */
  const shortOrLong = (): number =>
    chance.oneOf([
      () => chance.between(2, 60) * SECOND,
      () => chance.between(1, 10) * MINUTE,
      () => chance.between(10, 90) * MINUTE,
      () => chance.between(1, 6) * HOUR,
    ])();
  const minutes = (): number => chance.between(0.2, 30) * MINUTE;
  const weather = world.weather;
  const during = (set: (is: boolean) => void): (() => void) => {
    set(true);
    world.weatherChanged();
    return () => {
      set(false);
      world.weatherChanged();
    };
  };
  const anyCopy = (): Copy | undefined => world.copies[chance.whole(0, world.copies.length - 1)];

  comes('redis away', shortOrLong, () => {
    weather.redisReason = chance.oneOf(['unreachable', 'unreachable', 'loading', 'refused']);
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
    () => world.redisLoses(world.oneSnapshot(chance)),
  );
  comes('copies killed', minutes, (forMs) => {
    const copy = anyCopy();
    if (!copy?.running) return null;
    copy.kill('');
    timeline.after(forMs, () => copy.start());
    return () => undefined;
  });
  comes(
    'copies killed at an await',
    () => 1,
    () => {
      const process = anyCopy()?.running?.process;
      if (!process) return null;
      const where = chance.is(0.5) ? 'slack' : 'anywhere';
      const calls = chance.whole(1, where === 'slack' ? 4 : 60);
      process.death = { calls, when: chance.is(0.5) ? 'before' : 'after', where };
      return () => undefined;
    },
  );
  comes('copies paused', minutes, (forMs) => {
    const copy = anyCopy();
    if (!copy?.running) return null;
    copy.pause(forMs);
    world.counted.pauses += 1;
    world.weatherChanged();
    return () => world.weatherChanged();
  });
  comes('copies cut off from redis', shortOrLong, () => {
    const copy = anyCopy();
    return copy
      ? during((is) => {
          copy.isCutFromRedis = is;
        })
      : null;
  });
  comes('copies cut off from slack', shortOrLong, () => {
    const copy = anyCopy();
    return copy
      ? during((is) => {
          copy.isCutFromSlack = is;
        })
      : null;
  });
  comes(
    'clocks set back',
    () => 1,
    () => {
      const copy = anyCopy();
      if (!copy) return null;
      world.setClock(copy, chance.between(-1, 1) * world.clockErrorMs);
      return () => undefined;
    },
  );
  const flags = [
    ['redis slow', 'isRedisSlow', shortOrLong],
    ['redis loses answers', 'losesAnswers', minutes],
    ['slack away', 'isSlackAway', shortOrLong],
    ['slack fails', 'slackFails', minutes],
    ['slack drops answers', 'slackDrops', minutes],
    ['slack slow', 'isSlackSlow', minutes],
    ['slack throttles', 'slackThrottles', minutes],
  ] as const;
  for (const [name, flag, lasts] of flags)
    comes(name, lasts, () =>
      during((is) => {
        weather[flag] = is;
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
  if (plan.faults.has('history cannot be read')) slack.canReadHistory = false;
}
