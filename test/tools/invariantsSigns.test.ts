import type { History, Run, TraderHistory } from '../../tools/invariants/history';
import { at, calm, message, said, violationKinds, withMessages } from './fixtures';

const TARGET = 'live:docker';
const seconds = (minute: number): number => Math.floor(at(minute) / 1000);
const run = (from: number, to: number, everyMs = 1_000): Run => ({ first: at(from), last: at(to), everyMs });

const traderWith = (rest: Partial<TraderHistory>): TraderHistory => ({
  target: TARGET,
  beats: [],
  portfolio: [],
  counts: [],
  switches: [],
  ...rest,
});
const worldOf = (rest: Partial<TraderHistory>): History => calm({ traders: [traderWith(rest)] });

const SAYS = {
  no_sign_of_life: 'has given no sign of life since',
  no_heartbeat: 'still writes its portfolio, but has sent no heartbeat since',
  stale_portfolio: 'sends heartbeats, but has not written its portfolio since',
} as const;

/** An alert that came at a minute, of what began at another; recovered at a third, if given. */
const alert = (rule: keyof typeof SAYS, minute: number, since: number, overAt?: number) => {
  const claim = `live docker ${SAYS[rule]} @${seconds(since)}.`;
  const id = `${rule}:${TARGET}:${at(since)}`;
  const open = said(minute, claim);
  return overAt === undefined
    ? [message(id, [open])]
    : [
        message(id, [open, said(overAt, `Recovered after a while. Before: ${claim}`)]),
        message(`${id}/recovered/2`, [said(overAt, 'Recovered.')], { threadTs: '1' }),
      ];
};

describe('A trader that writes its portfolio alone', () => {
  const dead = worldOf({ portfolio: [run(0, 100)] });

  test('is dead when that stops, and must be reported', () => {
    expect(violationKinds(dead)).toEqual(['lost']);
    expect(violationKinds(withMessages(dead, ...alert('no_sign_of_life', 107, 100)))).toEqual([]);
  });

  test('is never said to lack a heartbeat, or to be frozen', () => {
    const alive = worldOf({ portfolio: [run(0, 600)] });
    expect(violationKinds(withMessages(alive, ...alert('no_heartbeat', 107, 100, 120)))).toEqual(['false']);
    expect(violationKinds(withMessages(alive, ...alert('stale_portfolio', 115, 100, 120)))).toEqual([
      'false',
    ]);
  });
});

describe('A trader that gives both signs of life', () => {
  const heartless = worldOf({ beats: [run(0, 100, 15_000)], portfolio: [run(0, 600)] });
  const standing = worldOf({ beats: [run(0, 600, 15_000)], portfolio: [run(0, 100)] });
  const dead = worldOf({ beats: [run(0, 100, 15_000)], portfolio: [run(0, 100)] });

  test('lives without its heartbeat, which must be warned of', () => {
    expect(violationKinds(heartless)).toEqual(['lost']);
    expect(violationKinds(withMessages(heartless, ...alert('no_heartbeat', 107, 100)))).toEqual([]);
    expect(violationKinds(withMessages(heartless, ...alert('no_sign_of_life', 107, 100)))).toContain('false');
  });

  test('lives without its portfolio, of which must be reported', () => {
    expect(violationKinds(standing)).toEqual(['lost']);
    expect(violationKinds(withMessages(standing, ...alert('stale_portfolio', 112, 100)))).toEqual([]);
  });

  test('that dies altogether is neither warned of first, nor frozen', () => {
    const reported = alert('no_sign_of_life', 107, 100);
    expect(violationKinds(withMessages(dead, ...reported))).toEqual([]);
    expect(violationKinds(withMessages(dead, ...reported, ...alert('no_heartbeat', 107, 100)))).toEqual([
      'false',
    ]);
    expect(violationKinds(withMessages(dead, ...reported, ...alert('stale_portfolio', 112, 100)))).toEqual([
      'false',
    ]);
  });

  test('need not be said to lack a heartbeat any more after a day', () => {
    const id = `no_heartbeat:${TARGET}:${at(100)}`;
    const ended = message(id, [
      said(107, `live docker ${SAYS.no_heartbeat} @${seconds(100)}.`),
      said(107 + 24 * 60, 'Heartbeat no longer expected: live docker'),
    ]);
    const span = { from: at(0), to: at(40 * 60) };
    const long = calm({
      traders: [traderWith({ beats: [run(0, 100, 15_000)], portfolio: [run(0, 40 * 60)] })],
      span,
      watch: { certain: [span], possible: [span], outage: [], lost: [], forgot: [] },
    });
    expect(violationKinds(withMessages(long, ended))).toEqual([]);
    const atOnce = message(id, [
      said(107, `live docker ${SAYS.no_heartbeat} @${seconds(100)}.`),
      said(200, 'Heartbeat no longer expected: live docker'),
    ]);
    expect(violationKinds(withMessages(heartless, atOnce))).toEqual(['wrong']);
  });
});

describe('A trader that was dead before the bot was first there', () => {
  const whole = [{ from: at(0), to: at(600) }];
  const should = worldOf({ evidence: whole });
  const waited = (minute: number) =>
    message(`no_sign_of_life:${TARGET}:${at(0)}`, [
      said(minute, `live docker has given no sign of life since monitoring began, @${seconds(0)}.`),
    ]);

  test('must be reported, one staleAfter later, where something says that it should run', () => {
    expect(violationKinds(should)).toEqual(['lost']);
    expect(violationKinds(withMessages(should, waited(6)))).toEqual([]);
    expect(violationKinds(withMessages(should, waited(1)))).toEqual(['false']);
  });

  test('must not be reported where nothing does', () => {
    expect(violationKinds(worldOf({}))).toEqual([]);
    expect(violationKinds(withMessages(worldOf({}), waited(6)))).toEqual(['false']);
  });

  test('is reported once', () => {
    const again = message(`no_sign_of_life:${TARGET}:${at(20)}`, [
      said(26, `live docker has given no sign of life since monitoring began, @${seconds(20)}.`),
    ]);
    expect(violationKinds(withMessages(should, waited(6), again))).toEqual(['twice']);
  });

  test('may be reported again where all was forgotten, and not where it was remembered', () => {
    const died = worldOf({ evidence: whole, portfolio: [run(0, 100)] });
    const again = message(`no_sign_of_life:${TARGET}:${at(200)}`, [
      said(206, `live docker has given no sign of life since monitoring began, @${seconds(200)}.`),
    ]);
    const reported = withMessages(died, ...alert('no_sign_of_life', 107, 100), again);
    expect(violationKinds(reported)).toEqual(['false']);
    expect(violationKinds({ ...reported, watch: { ...reported.watch, forgot: [at(190)] } })).toEqual([]);
  });

  test('need not be reported where it comes to life in time', () => {
    expect(violationKinds(worldOf({ evidence: whole, portfolio: [run(3, 600)] }))).toEqual([]);
  });

  test('that is not configured needs to be discovered first', () => {
    expect(violationKinds(worldOf({ evidence: whole, foundWithinMs: 900_000 }))).toEqual([]);
  });
});

describe('An active breaker', () => {
  const active = worldOf({
    beats: [run(0, 600, 15_000)],
    breaker: [{ from: at(100), to: at(120) }],
  });
  const reported = (minute: number, since: number, overAt?: number) => {
    const claim = `live docker has had an active circuit breaker since @${seconds(since)}; 3 trips in all`;
    const id = `circuit_breaker:${TARGET}:${at(since)}`;
    const open = said(minute, claim);
    return overAt === undefined
      ? [message(id, [open])]
      : [
          message(id, [open, said(overAt, `Recovered after a while. Before: ${claim}`)]),
          message(`${id}/recovered/2`, [said(overAt, 'Recovered.')], { threadTs: '1' }),
        ];
  };

  test('must be reported, and is over when it is', () => {
    expect(violationKinds(active)).toEqual(['lost']);
    expect(violationKinds(withMessages(active, ...reported(101, 101, 121)))).toEqual([]);
    expect(violationKinds(withMessages(active, ...reported(101, 101)))).toEqual(['wrong']);
  });

  test('is reported once, and only where there is one', () => {
    expect(
      violationKinds(withMessages(active, ...reported(101, 101, 121), ...reported(110, 110, 121))),
    ).toEqual(['twice']);
    expect(
      violationKinds(withMessages(active, ...reported(101, 101, 121), ...reported(301, 301, 310))),
    ).toEqual(['false']);
  });
});
