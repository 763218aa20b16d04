import { type AlertSettings, type AlertState, RULES } from '../../src/alerting';
import { nextChange } from '../../src/alerting/deadlines/nextChange';
import { beginSilence } from '../../src/alerting/silences/silenceActions';
import { flags, reportedBy, reporting, trips, violations } from '../helpers/reportedValues';
import { actionOn, runScenario, type Scenario, SETTINGS } from '../helpers/scenario';
import { type Sent, secondsOf, sentIn } from '../helpers/sentIn';
import { ALWAYS, realTrader, second, trader } from '../helpers/traders';

const paper = 'paper:docker';
const HOUR = 3600;
const dies = realTrader(paper, [[-600, 100]]);

const atDeadlines = (plot: Omit<Scenario, 'atDeadlines'>): readonly Sent[] =>
  sentIn({ ...plot, atDeadlines: true });

const nextIn = (known: AlertState, settings: Partial<AlertSettings> = {}): number | null => {
  const next = nextChange(known, { ...SETTINGS, ...settings });
  return next && secondsOf(next.at);
};

describe('A trader that stops', () => {
  test('is reported the moment it was silent for longer than stale_after', () => {
    expect(atDeadlines({ traders: [dies], until: 600 })).toEqual([
      [190.001, `open no_sign_of_life ${paper}`],
    ]);
  });

  test('of which another sign of life comes within stale_after is not reported, however late that is', () => {
    const late = realTrader(paper, [
      [-600, 100],
      [189.9, Infinity],
    ]);
    expect(atDeadlines({ traders: [late], until: 600 })).toEqual([]);
  });

  test('is reported as soon as a loss of Redis that may have taken its signs no longer excuses it', () => {
    expect(atDeadlines({ traders: [dies], until: 600, losesAt: 172 })).toEqual([
      [240, `open no_sign_of_life ${paper}`],
    ]);
  });

  test('and of which nothing but a flag was ever seen is reported one stale_after after that', () => {
    const flagged = trader('live:docker', [], { reports: () => flags(true, true) });
    expect(atDeadlines({ traders: [flagged], until: 600 })).toEqual([
      [90.001, 'open no_sign_of_life live:docker'],
    ]);
  });

  test('together with others of its env is in one alert with those that stop within the next second', () => {
    const stops = [
      ['live:docker', 100],
      ['paper:docker', 100.4],
      ['shadow:docker', 100.9],
      ['paper:local', 100.5],
    ] as const;
    const traders = stops.map(([target, at]) => realTrader(target, [[at - 700, at]]));
    expect(atDeadlines({ traders, until: 600 })).toEqual([
      [190.901, 'open no_sign_of_life live:docker, paper:docker, shadow:docker'],
      [190.901, 'open no_sign_of_life paper:local'],
    ]);
  });

  test('and goes on is reported as recovered by a sign that was written 5 s after the first', () => {
    const back = realTrader(paper, [
      [-600, 100],
      [300, Infinity],
    ]);
    expect(atDeadlines({ traders: [back], until: 600 }).slice(1)).toEqual([
      [306, `recovered no_sign_of_life ${paper} (well)`],
      [306, 'channel: recovered after 200 s'],
    ]);
  });

  test('and gives two more signs of life within 5 s, as after a crash at its start, has not recovered', () => {
    const crashes = realTrader(paper, [
      [-600, 100],
      [300, 304],
    ]);
    const lines = sentIn({ traders: [crashes], until: 420, from: 90, every: 2 }).map(([, line]) => line);
    expect(lines).not.toContainEqual(expect.stringContaining('recovered'));
  });
});

describe('What is due by time', () => {
  test('is reported at once: a portfolio that stands still, and a heartbeat that is missing', () => {
    const frozen = trader(paper, [ALWAYS], { beatEvery: 1, portfolio: { spans: [[-600, 100]], every: 1 } });
    const silent = trader('paper:local', [[-600, 100]], { portfolio: { spans: [ALWAYS], every: 1 } });
    expect(atDeadlines({ traders: [frozen, silent], until: 900 })).toEqual([
      [191, 'open no_heartbeat paper:local'],
      [701, `open stale_portfolio ${paper}`],
    ]);
  });

  test('is done at once: violations that were held back are reported together', () => {
    const counts = [0, 1, 2, 5].map((n, i) => [i * 20, violations(n)] as const);
    expect(atDeadlines({ ...reporting(...counts), until: 600 }).map(([at]) => at)).toEqual([30, 330]);
  });

  test('is done at once: a reminder, and the end of a snooze', () => {
    const snooze = actionOn({ kind: 'snooze', userId: 'U1', until: second(5000.5) });
    const lines = atDeadlines({ traders: [dies], until: 6000, acts: [[4000, snooze]] });
    expect(lines.filter(([, line]) => line.includes('reminder'))).toEqual([
      [3790.001, 'thread: reminder after 3600 s'],
      [5000.5, 'channel: reminder after 4810.499 s'],
    ]);
  });

  test('is done at once: the steps of an escalation', () => {
    const escalation = {
      severities: ['warning', 'critical'],
      steps: [
        { afterMs: 0, notify: { dm: 'U1' } },
        { afterMs: 301_500, notify: { dm: 'U2' } },
      ],
    } as const;
    const lines = atDeadlines({ traders: [dies], until: 900, settings: { paging: { escalation } } });
    expect(lines.filter(([, line]) => line.startsWith('page'))).toEqual([
      [190.001, 'page 1 trigger: U1'],
      [491.501, 'page 2 trigger: U2'],
    ]);
  });

  test('is done at once: what a silence held back is sent at its end', () => {
    const maintenance = {
      ...({ kind: 'maintenance', targets: [paper] } as const),
      ...{ from: second(0), until: second(400.25), by: 'U1', reason: null, includesCritical: true },
    };
    const lines = atDeadlines({
      traders: [dies],
      until: 900,
      silencing: [[30, (known, now, settings) => beginSilence(known, maintenance, now, settings)]],
    });
    expect(lines.map(([at]) => at)).toEqual([400.25, 400.25]);
  });
});

describe('The next deadline', () => {
  test('lies after the last check, whatever was due before', () => {
    for (const { state } of runScenario({ traders: [dies], until: 600, every: 7 }).decisions) {
      const next = nextIn(state);
      expect(next === null || next > secondsOf(state.observedAt)).toBe(true);
    }
  });

  test('is none where no alert is sent of a target: it is muted, or no_sign_of_life is off', () => {
    const { known } = runScenario({ traders: [trader(paper, [ALWAYS])], until: 60 });
    expect(nextIn(known)).toBe(150.001);
    expect(nextIn(known, { rules: { no_sign_of_life: { mode: 'off' } } })).toBeNull();
    const muted = { ...known, targets: known.targets.map((each) => ({ ...each, muted: true })) };
    expect(nextIn({ ...muted, mutesRemindedAt: second(0) })).toBe(6 * HOUR);
  });

  test('is that of a breaker whose trip was counted and not shown, when the metric could have followed', () => {
    const { known } = runScenario({ ...reporting([0, trips(0, false)], [30, trips(1, false)]), until: 30 });
    expect(nextIn(known)).toBe(90.001);
  });

  test('is never that of a breaker of which nothing but a counter is reported', () => {
    const { known } = runScenario({
      ...reportedBy(paper, [
        [0, trips(0)],
        [30, trips(1)],
      ]),
      until: 120,
    });
    expect(nextIn(known)).toBe(210.001);
  });
});

test('Every rule says when its verdict changes', () => {
  for (const rule of RULES) expect(rule.changesAt).toBeInstanceOf(Function);
});
