import { isoformat } from '../../sandbox/demo/pythonText';
import type { Mode } from '../../src/state/keys';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { DAY, HOUR, MINUTE } from './plan';
import type { World } from './world';

/** Schedules tuning sessions: they run their iterations to the end, or stop on the way. */
export function scheduleSessions(world: World): void {
  const { queue, plan, keys, redis, log, sessions } = world;
  const prng = world.prng.of('sessions');
  const botStore = new MemoryBotStore(redis.store);

  const begin = (n: number): void => {
    const total = prng.whole(6, 25);
    const everyMs = prng.between(2, 8) * MINUTE;
    const stopsAt = prng.is(0.6) ? total : prng.whole(3, total - 1);
    const session = {
      id: `session-${plan.seed}-${n}`,
      mode: prng.oneOf<Mode>(['paper', 'shadow']),
      env: 'docker',
      total: prng.is(0.8) ? total : null,
      startedAt: queue.nowMs,
      stoppedAt: null,
      finished: false,
    };
    sessions.push(session);
    log.add(session.id, `begins: ${total} iterations, stops after ${stopsAt}`);
    if (session.total !== null)
      void botStore.rememberTuningTotal({ sessionId: session.id, mode: session.mode, env: 'docker' }, total);
    iterate(n, 1, { stopsAt, everyMs, total });
  };

  const iterate = (
    n: number,
    iteration: number,
    course: { readonly stopsAt: number; readonly everyMs: number; readonly total: number },
  ): void =>
    queue.after(course.everyMs, () => {
      const session = sessions[n];
      if (session === undefined || queue.nowMs >= plan.healthyFromMs || keys.isAway) return;
      const start = `tuning:${session.env}:${session.mode}:arbitrage:tuning_session:${session.id}`;
      keys.age = 0;
      keys.setHash(`${start}:worker:worker-1:iteration:${iteration}`, {
        session_id: session.id,
        worker_id: 'worker-1',
        iteration: `${iteration}`,
        status: 'completed',
        timestamp: isoformat(new Date(queue.nowMs)),
      });
      if (iteration < course.stopsAt) {
        iterate(n, iteration + 1, course);
        return;
      }
      session.stoppedAt = queue.nowMs;
      session.finished = iteration === course.total;
      log.add(session.id, session.finished ? 'has finished' : 'stops');
      queue.after(DAY, () => keys.forget(start));
    });

  const next = (): void =>
    queue.after(prng.wait(12 * HOUR), () => {
      if (queue.nowMs >= plan.healthyFromMs) return;
      begin(sessions.length);
      next();
    });
  if (plan.hasTuning) next();
}
