import { digestMessage } from '../../formatters';
import { type AlertState, decodeState, encodeState, evaluate } from '../../src/alerting';
import { type Digest, digestSchema } from '../../src/digests/digest';
import { dueDigests } from '../../src/digests/dueDigests';
import { DAILY } from '../helpers/digestJobs';
import { messageText } from '../helpers/messageText';
import { runScenario, SETTINGS } from '../helpers/scenario';
import { ALWAYS, realTrader, second, snapshotOf, type Trader, trader } from '../helpers/traders';

const HOUR = 3600;
const config = { ...DAILY, targets: null };
const NEITHER =
  /💡 Writes neither heartbeats nor metrics: ([^.]*)\. See docs\/trading-system\.md, “The live trader/;
const EVICTION = '💡 Redis may evict keys of any kind when its memory is full.';

/** The bot from hour to hour, with a digest at the end of each; the first hour only begins them. */
class Hours {
  private known: AlertState | null = null;
  private hour = 0;

  /** What the digest at the end of the next hour says. */
  next(traders: readonly Trader[], mayEvict = false): string {
    const from = this.hour * HOUR;
    this.hour += 1;
    const until = this.hour * HOUR;
    const watched = runScenario({ traders, from: from + 15, until: until - 15, known: this.known }).known;
    const snapshots = traders.map((each) => snapshotOf(each, until));
    const seen = { kind: 'observed', at: second(until), snapshots, sessions: null, mayEvict } as const;
    const decision = dueDigests(evaluate(watched, seen, SETTINGS).state, [config], second(until), () =>
      second(until),
    );
    if (decision === null) throw new Error('A digest is due every hour');
    this.known = decodeState(encodeState(decision.state)).state;
    return decision.notifications
      .map((each) => (each.kind === 'digest' ? shownOf(digestSchema.parse(each.digest), second(until)) : ''))
      .join('');
  }
}

const shownOf = (digest: Digest, now: Date): string =>
  messageText(
    digestMessage(
      digest,
      { now, because: null, insteadOf: null },
      { demo: false, currency: null, zone: 'UTC' },
    ),
  );

const silentLive = realTrader('live:docker', [ALWAYS], {}, () => ({ liveMetrics: [] }));
const calm = trader('paper:docker', [ALWAYS]);

test('A digest mentions a hint about the trading system once, and not again', () => {
  const hours = new Hours();
  hours.next([silentLive, calm]);
  expect(NEITHER.exec(hours.next([silentLive, calm]))?.[1]).toBe('live docker');
  expect(hours.next([silentLive, calm])).not.toContain('💡');
  expect(hours.next([silentLive, calm])).not.toContain('💡');
});

test('A hint about a further trader, or a later one, is mentioned when it appears', () => {
  const hours = new Hours();
  hours.next([silentLive]);
  hours.next([silentLive]);
  const another = realTrader('live:local', [ALWAYS], {}, () => ({ liveMetrics: [] }));
  expect(NEITHER.exec(hours.next([silentLive, another]))?.[1]).toBe('live local');
  const raised = realTrader('live:local', [ALWAYS], {}, () => ({ hasRaisedFlag: true }));
  expect(hours.next([silentLive, raised])).toMatch(
    /💡 Has a flag above 1, which one decrement does not switch off: live local\./,
  );
});

test('A hint that was absent for a while is not mentioned again', () => {
  const hours = new Hours();
  hours.next([silentLive]);
  expect(hours.next([silentLive])).toMatch(NEITHER);
  const metrics = realTrader('live:docker', [ALWAYS], {}, () => ({
    liveMetrics: [{ name: 'trades_today', value: 1 }],
  }));
  expect(hours.next([metrics])).not.toContain('💡');
  expect(hours.next([silentLive])).not.toContain('💡');
});

test('That Redis evicts keys is mentioned once for all traders, also for those that appear later', () => {
  const hours = new Hours();
  hours.next([calm], true);
  const shown = hours.next([calm], true);
  expect(shown.split(EVICTION)).toHaveLength(2);
  expect(hours.next([calm, trader('paper:local', [ALWAYS])], true)).not.toContain('💡');
});

test('A digest without changes stays short, and mentions the hint below', () => {
  const hours = new Hours();
  hours.next([calm]);
  const shown = hours.next([calm], true);
  expect(shown).toMatch(/^📋 Nothing happened/);
  expect(shown).toContain(EVICTION);
});
