import { MOST_A_MINUTE } from '../../src/follow/interval';
import type { SendFailure } from '../../src/slack/outbound/slackApi';
import { Prng } from '../../tools/simulation/prng';
import { followWorld, type SlackMessage } from './followWorld';

/** A bug that is planted, to see that it is found. */
export type Plant =
  | 'changes each message once'
  | 'posts again without a look'
  | 'does not say that it has ended'
  | 'does not let alerts go first'
  | 'spends more than its budget';

const STEP_S = 5;
const STEPS = 240;
/** An instance that dies has taken one for so long, in s; a failure is retried within it. */
const LEASE_S = 60;
/** A worker looks once in each step, and may find the budget spent; in s. */
const TOLERATED_S = 4 * STEP_S;

const FAILURES: readonly SendFailure[] = [
  { kind: 'not_sent', detail: 'ECONNREFUSED' },
  { kind: 'rejected', code: 'service_unavailable', scope: 'transient' },
];

/** Twenty minutes of followed messages with people, deaths, alerts and a Slack that fails; what was wrong, one line each. */
export async function followChaos(seed: number, plant: Plant | null): Promise<readonly string[]> {
  const prng = new Prng(seed, 'follow');
  const world = followWorld({
    hidesEnds: plant === 'does not say that it has ended',
    spendsFreely: plant === 'spends more than its budget',
  });
  const { clock, slack } = world;
  const wrong = new Set<string>();
  let instances = [world.first, world.instance('two')];
  let made = 0;
  /** For how long nothing can be expected, as seconds of the scenario. */
  const excused = new Set<number>();
  const endedAtS = new Map<string, number>();
  let nowS = 0;
  let alertsUntilS = 0;
  const excuse = (forS: number): void => {
    for (let second = nowS; second < nowS + forS; second += 1) excused.add(second);
  };
  const excusedIn = (fromS: number, toS: number): number =>
    [...excused].filter((second) => second >= fromS && second < toS).length;
  if (plant === 'changes each message once') {
    const { update } = slack;
    const changed = new Set<string>();
    slack.update = async (what) => {
      if (changed.has(what.ts)) return { kind: 'done', value: what };
      changed.add(what.ts);
      return update(what);
    };
  }
  if (plant === 'posts again without a look') slack.find = async () => ({ kind: 'done', value: null });

  const lines = Array.from({ length: prng.whole(3, 40) }, (_, i) => `/arb-status env${i}`);
  for (let step = 0; step < STEPS; step += 1) {
    await disturb();
    const callsBefore = slack.calls.length;
    const wereAlertsWaiting = nowS < alertsUntilS;
    world.setAlertsWait(plant !== 'does not let alerts go first' && wereAlertsWaiting);
    clock.advance(STEP_S * 1_000);
    nowS += STEP_S;
    await Promise.all(instances.map(({ worker }) => worker.tick()));
    if (wereAlertsWaiting && slack.calls.length > callsBefore)
      wrong.add('something was sent while an alert waited');
    look();
  }
  return [...wrong];

  async function disturb(): Promise<void> {
    const line = prng.oneOf(lines as [string, ...string[]]);
    if (prng.is(0.3)) {
      endedAtS.delete(line);
      await world.status(line).catch(() => null);
    }
    if (prng.is(0.03)) {
      const stopped = await world.first.service.stop({ id: `C1 ${line}`, channel: 'C1' }).catch(() => 'soon');
      if (stopped !== 'unknown') endedAtS.set(line, nowS);
    }
    const deleted = prng.oneOf([null, ...slack.messages]);
    if (prng.is(0.03) && deleted !== null) slack.delete(deleted);
    // Those that come one after another are waited for no longer than a minute.
    if (prng.is(0.02) && nowS > alertsUntilS + STEP_S) {
      alertsUntilS = nowS + 30;
      excuse(30 + STEP_S);
    }
    if (prng.is(0.05)) {
      slack.faults.push({
        call: 'post',
        failure: { kind: 'ambiguous', detail: 'time-out' },
        carriedOut: prng.is(0.5),
      });
    }
    if (prng.is(0.05)) {
      slack.faults.push({
        call: prng.oneOf(['post', 'update']),
        failure: prng.oneOf([...FAILURES] as [SendFailure, SendFailure]),
      });
      excuse(40);
    }
    if (prng.is(0.02)) {
      slack.faults.push({ call: 'update', failure: { kind: 'rate_limited', retryAfterMs: 20_000 } });
      excuse(40);
    }
    if (prng.is(0.02)) dieInNextCall();
  }

  /** The instance that calls Slack next never gets an answer, and another one takes its place. */
  function dieInNextCall(): void {
    slack.during = async () => {
      slack.during = null;
      excuse(LEASE_S + 40);
      made += 1;
      instances = [world.first, world.instance(`again ${made}`)];
      throw new Error('killed');
    };
  }

  function look(): void {
    const claims = new Map<string, SlackMessage[]>();
    for (const message of slack.messages) {
      const [said = '', line = ''] = textOf(message);
      if (message.channel !== 'C1' || !/^(?:current|begins)/.test(said)) continue;
      claims.set(line, [...(claims.get(line) ?? []), message]);
      const changedS = (message.changedAt.getTime() - START_MS) / 1_000;
      const everyS = Number(/every (\d+) s/.exec(said)?.[1] ?? 0);
      const ageS = nowS - changedS - excusedIn(changedS, nowS);
      if (everyS > 0 && ageS > everyS + TOLERATED_S) wrong.add('a message is older than it says');
      const endedS = endedAtS.get(line);
      if (endedS !== undefined && nowS - endedS - excusedIn(endedS, nowS) > TOLERATED_S + LEASE_S)
        wrong.add('a message claims to be current after its end');
    }
    for (const messages of claims.values()) if (messages.length > 1) wrong.add('a message is there twice');
    const sinceMs = clock.now().getTime() - 60_000;
    const lately = slack.calls.filter(({ call, at }) => call !== 'find' && at.getTime() > sinceMs).length;
    if (lately > MOST_A_MINUTE + 1) wrong.add('more than 20 a minute');
  }
}

const START_MS = new Date('2026-11-22T08:00:00Z').getTime();

const textOf = ({ message }: SlackMessage): readonly string[] =>
  message.blocks.flatMap((block) => (block.type === 'section' && block.text ? [block.text.text] : []));
