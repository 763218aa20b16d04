import fc from 'fast-check';
import { statusLabel } from '../../formatters/live/statusText';
import type { Action } from '../../src/alerting';
import type { Mode, Place } from '../../src/state/keys';
import { type WatchedBot, watchedBot } from '../helpers/watchedBot';
import { always, answered } from './always';

/* No two screens may contradict each other at one moment, whatever traders, the bot and people did before. */

const PLACES: readonly Place[] = (['live', 'paper'] as const).map((mode: Mode) => ({ mode, env: 'docker' }));
const AMOUNT = 3_891_195.25;

/** What one trader writes before a check; what is undefined stays as it is. A TTL in seconds, or null for none. */
interface Writes {
  readonly portfolio?: number | null | undefined;
  readonly heartbeat?: number | null | undefined;
  readonly flags?: readonly [string, string] | undefined;
  readonly metrics?: Readonly<Record<string, string>> | undefined;
  readonly order?: boolean | undefined;
}
/** Several checks one after the other, during which each trader keeps to its habit. */
interface Phase {
  readonly passedMs: number;
  readonly checks: number;
  readonly habits: readonly Habit[];
  /** What is written before the first of these checks. */
  readonly writes: readonly Writes[];
  readonly act: Action['kind'] | null;
}

const ttl = (usual: number) => fc.constantFrom<number | null>(usual, usual, usual, usual * 2, null);
const rarely = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const bool = fc.constantFrom('True', 'False');
const writes: fc.Arbitrary<Writes> = fc.record({
  portfolio: rarely(ttl(300)),
  heartbeat: rarely(ttl(60)),
  flags: rarely(fc.tuple(fc.constantFrom('0', '1', '2'), fc.constantFrom('0', '1'))),
  metrics: rarely(fc.record({ live_enabled: bool, dry_run: bool, circuit_breaker_active: bool })),
  order: rarely(fc.constant(true)),
});
const HABITS: Readonly<Record<string, Writes>> = {
  both: { portfolio: 300, heartbeat: 60 },
  portfolio: { portfolio: 300 },
  heartbeat: { heartbeat: 60 },
  otherTtl: { portfolio: 600, heartbeat: 120 },
  dead: {},
};
type Habit = keyof typeof HABITS;
const habit = fc.constantFrom<Habit>(
  'both',
  'portfolio',
  'portfolio',
  'heartbeat',
  'otherTtl',
  'dead',
  'dead',
);
const phase: fc.Arbitrary<Phase> = fc.record({
  passedMs: fc.constantFrom(15_000, 15_000, 15_000, 40_000, 59_000, 120_000, 700_000),
  checks: fc.integer({ min: 1, max: 12 }),
  habits: fc.tuple(habit, habit),
  writes: fc.tuple(writes, writes),
  act: fc.option(fc.constantFrom('acknowledge', 'snooze', 'unsnooze', 'mute', 'release_heartbeat'), {
    freq: 3,
  }),
});

function write({ store, clock, orders }: WatchedBot, { mode, env }: Place, done: Writes): void {
  const key = (rest: string): string => `${mode}:${env}:arbitrage:${rest}`;
  const at = clock.now().toISOString().slice(0, -1);
  const ms = (seconds: number | null) => (seconds === null ? undefined : seconds * 1000);
  const { portfolio, heartbeat, flags, metrics, order } = done;
  if (portfolio !== undefined) {
    store.delete(key('portfolio:state'));
    store.setHash(key('portfolio:state'), { total_balance: `${AMOUNT}`, timestamp: at }, ms(portfolio));
  }
  if (heartbeat !== undefined) store.set(key('heartbeat:trader'), at, ms(heartbeat));
  if (flags !== undefined) {
    store.set(key('stats:live_enabled'), flags[0]);
    store.set(key('stats:live_armed'), flags[1]);
  }
  if (metrics !== undefined)
    store.setHash(key('metrics:live'), { ...metrics, exposure: `${AMOUNT}` }, 300_000);
  if (order === true && mode === 'live') orders.set(`${mode}:${env}`, clock.now());
}

/** The line that speaks of this target, in a message that speaks of several. */
const lineOf = (shown: string, beginning: RegExp): string | null =>
  shown.split('\n').find((line) => beginning.test(line)) ?? null;

const without = (name: string, text: string): string => text.replaceAll(name, '');

async function expectNoContradiction(bot: WatchedBot, place: Place): Promise<void> {
  const name = `${place.mode} ${place.env}`;
  const screens = await bot.screens(place);
  const { view, status, overview, alerts, why, digest, terminal, json } = screens;
  const { state } = view;
  const words = statusLabel(state.status);
  const isSilent = / reports nothing: /.test(status.shown);
  const isMuted = state.silenced?.kind === 'muted';
  const row = lineOf(overview.shown, new RegExp(`^\\S+ ${name}: `));
  const digestLine =
    lineOf(digest.shown, new RegExp(`^[^\\w\\s]+ ${name} · `)) ??
    (/📋 Nothing happened/.test(digest.shown)
      ? (new RegExp(`(?:Now: |; )(${name} [^;\\n]*)`).exec(digest.shown)?.[1] ?? null)
      : null);
  const seen = {
    status: isSilent ? null : (status.shown.split('\n')[0] ?? ''),
    overview: row,
    digest: digestLine,
    why: why.shown.split('\n')[0] ?? '',
    terminal: isSilent ? null : (terminal.split('\n')[0] ?? ''),
  };
  const problems: string[] = [];
  const check = (isRight: boolean, problem: string): void => {
    if (!isRight) problems.push(problem);
  };
  for (const [screen, line] of Object.entries(seen)) {
    if (line === null) continue;
    check(without(name, line).toLowerCase().includes(words.toLowerCase()), `${screen} does not say ${words}`);
    check(
      line.includes('BREAKER ACTIVE') === (state.breakerActive === true) || screen === 'overview',
      `${screen}: breaker`,
    );
    check(
      line.includes('REAL MONEY') === (state.money.value === true) || screen === 'overview',
      `${screen}: money`,
    );
  }
  check(json.status === state.status, 'JSON has another status');
  check(json.realMoney === state.money.value, 'JSON: real money');
  check((json.silenced?.kind === 'muted') === isMuted, 'JSON: muted');
  const isOpen = state.incidents.length > 0;
  if (isOpen || state.breakerActive === true) {
    for (const [screen, line] of Object.entries(seen))
      check(line === null || !line.includes('🟢'), `${screen} is green`);
    for (const [screen, { shown }] of Object.entries({ overview, alerts }))
      check(!(shown.split('\n')[0] ?? '').includes('🟢'), `the heading of ${screen} is green`);
  }
  const isDead = state.status === 'down';
  if (isOpen || isDead || state.breakerActive === true)
    for (const text of [alerts.text, alerts.shown.split('\n')[0] ?? ''])
      check(!/No open alert/.test(text), 'no open alert, it says');
  if (isDead) check(/^🔴/.test(overview.shown), 'the heading of the overview is not red');
  if (isMuted) {
    check(isSilent || status.shown.includes('🔕 Muted'), 'status does not say muted');
    check(alerts.shown.includes('Muted until they recover'), 'alerts does not say muted');
    check(digestLine === null || digestLine.includes('muted'), 'digest does not say muted');
    check(terminal.includes('Muted') || isSilent, 'terminal does not say muted');
  }
  if (isSilent) check(row === null && !isOpen && !isMuted, 'it is called one that reports nothing');
  for (const [screen, { shown }] of Object.entries({ status, overview, digest }))
    check(!/3,891,195\.(?!25\b)/.test(shown), `${screen} has another figure`);
  check(!/3,891,195\.(?!25\b)/.test(terminal), 'terminal has another figure');
  if (problems.length === 0) return;
  throw new Error(`${name}: ${problems.join('; ')}\n${JSON.stringify({ ...screens, view: state }, null, 1)}`);
}

test('No two screens contradict each other, whatever happened before', async () => {
  await always(
    answered(fc.array(phase, { minLength: 1, maxLength: 6 }), async (phases) => {
      const bot = watchedBot({ stale_portfolio: { after: '2m' } });
      for (const { passedMs, checks, habits, writes, act } of phases) {
        for (let n = 0; n < checks; n++) {
          bot.clock.advance(n === 0 ? passedMs : 15_000);
          for (const [i, place] of PLACES.entries()) {
            write(bot, place, HABITS[habits[i] ?? 'dead'] ?? {});
            if (n === 0) write(bot, place, writes[i] ?? {});
          }
          expect(await bot.check()).toBe('committed');
        }
        for (const place of PLACES) await expectNoContradiction(bot, place);
        if (act === null) continue;
        await bot.actOnAll(act);
        for (const place of PLACES) await expectNoContradiction(bot, place);
      }
    }),
    50,
  );
});
