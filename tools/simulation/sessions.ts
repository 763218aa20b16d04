import { isoformat } from '../../sandbox/demo/pythonText';
import type { Mode } from '../../src/state/keys';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import type { SessionHistory } from '../invariants/history';
import { DAY, HOUR, MINUTE } from './plan';
import type { World } from './world';

/** Tuning sessions: they run their iterations to the end, or stop on the way. */
export function tuningSessions(world: World): SessionHistory[] {
  const { timeline, plan, keys, redis, story } = world;
  const chance = world.chance.of('sessions');
  const botStore = new MemoryBotStore(redis.store);
  const sessions: { -readonly [K in keyof SessionHistory]: SessionHistory[K] }[] = [];

  const begin = (n: number): void => {
    const total = chance.whole(6, 25);
    const everyMs = chance.between(2, 8) * MINUTE;
    const stopsAt = chance.is(0.6) ? total : chance.whole(3, total - 1);
    const session = {
      id: `session-${plan.seed}-${n}`,
      mode: chance.oneOf<Mode>(['paper', 'shadow']),
      env: 'docker',
      total: chance.is(0.8) ? total : null,
      startedAt: timeline.nowMs,
      stoppedAt: null,
      finished: false,
    };
    sessions.push(session);
    story.tell(session.id, `begins: ${total} iterations, stops after ${stopsAt}`);
    if (session.total !== null)
      void botStore.rememberTuningTotal({ sessionId: session.id, mode: session.mode, env: 'docker' }, total);
    iterate(n, 1, { stopsAt, everyMs, total });
  };

  const iterate = (
    n: number,
    iteration: number,
    course: { readonly stopsAt: number; readonly everyMs: number; readonly total: number },
  ): void =>
    timeline.after(course.everyMs, () => {
      const session = sessions[n];
      if (session === undefined || timeline.nowMs >= plan.wellFromMs || keys.isAway) return;
      const start = `tuning:${session.env}:${session.mode}:arbitrage:tuning_session:${session.id}`;
      keys.age = 0;
      keys.setHash(`${start}:worker:worker-1:iteration:${iteration}`, {
        session_id: session.id,
        worker_id: 'worker-1',
        iteration: `${iteration}`,
        status: 'completed',
        timestamp: isoformat(new Date(timeline.nowMs)),
      });
      if (iteration < course.stopsAt) {
        iterate(n, iteration + 1, course);
        return;
      }
      session.stoppedAt = timeline.nowMs;
      session.finished = iteration === course.total;
      story.tell(session.id, session.finished ? 'has finished' : 'stops');
      timeline.after(DAY, () => keys.forget(start));
    });

  const next = (): void =>
    timeline.after(chance.wait(12 * HOUR), () => {
      if (timeline.nowMs >= plan.wellFromMs) return;
      begin(sessions.length);
      next();
    });
  if (plan.hasTuning) next();
  return sessions;
}
