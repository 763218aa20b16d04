import type { History } from '../../tools/invariants/history';
import {
  at,
  calm,
  DEATH,
  message,
  open,
  over,
  recovered,
  said,
  silentFrom,
  violationKinds,
  withMessages,
} from './fixtures';

const QUIET = { from: at(20), to: at(140) };
/** Quiet hours from minute 20 to 140, and a death in them. */
const dying = (to: number, change: Partial<History['settings']> = { quietHours: [QUIET] }): History => {
  const history = calm({ traders: [silentFrom(30, to)] });
  return { ...history, settings: { ...history.settings, isCalm: true, ...change } };
};
const summary = message('silence:quiet_hours:1', [
  said(
    140,
    'Quiet hours ended: 1 alert held back, now over\nDown: paper docker from 6:30 to 7:00, recovered',
  ),
]);

describe('A death within quiet hours', () => {
  test('is in the summary at their end, and nothing else is posted', () => {
    expect(violationKinds(withMessages(dying(60), summary))).toEqual([]);
  });

  test('is lost where there is no summary, or it comes before their end', () => {
    expect(violationKinds(dying(60))).toEqual(['lost']);
    const early = message('silence:quiet_hours:1', [said(100, 'Down: paper docker')]);
    expect(violationKinds(withMessages(dying(60), early))).toEqual(['lost']);
  });

  test('is wrong where it is posted in them', () => {
    const posted = withMessages(dying(60), message(DEATH, [open(36, 30), over(61, 30, 60)]), recovered);
    expect(violationKinds(posted)).toContain('wrong');
  });

  test('is reported at their end, and in the summary, where it outlasts them', () => {
    const reported = message(DEATH, [open(141, 30), over(401, 30, 400)]);
    const lasting = message('silence:quiet_hours:1', [
      said(140, 'Quiet hours ended: 1 alert still firing\nDown: paper docker since 6:30'),
    ]);
    expect(violationKinds(withMessages(dying(400), reported, recovered, lasting))).toEqual([]);
    expect(violationKinds(withMessages(dying(400), reported, recovered))).toEqual(['lost']);
    expect(violationKinds(withMessages(dying(400), recovered, lasting))).toEqual(['lost']);
  });

  test('that was decided before them need not be in the summary', () => {
    const early = dying(400, { quietHours: [{ from: at(60), to: at(140) }], isCalm: false });
    const reported = message(DEATH, [open(36, 30), over(401, 30, 400)]);
    expect(violationKinds(withMessages(early, reported, recovered))).toEqual([]);
  });

  test('of a live trader that is armed is not held back', () => {
    const trader = {
      ...silentFrom(30, 60, 'live:docker'),
      switches: [{ at: at(1), enabled: true, armed: true }],
    };
    const history = dying(60);
    const found = violationKinds({
      ...history,
      traders: [trader],
      watch: { ...history.watch, forgot: [at(0)] },
    });
    expect(found).toEqual(['lost']);
  });
});

test('A death within a maintenance is in its summary, too', () => {
  expect(violationKinds(dying(60, { maintenance: [QUIET] }))).toEqual(['lost']);
  expect(violationKinds(withMessages(dying(60, { maintenance: [QUIET] }), summary))).toEqual([]);
});

describe('A counter that rises within quiet hours', () => {
  const counting = (minute: number): History => {
    const counts = [{ at: at(minute), name: 'trips', total: 1 } as const];
    const trader = { ...silentFrom(600, Infinity), counts };
    const history = calm({ traders: [trader] });
    return { ...history, settings: { ...history.settings, quietHours: [QUIET] } };
  };
  const named = message('silence:quiet_hours:1', [
    said(140, 'Quiet hours ended\nCircuit breaker tripped: paper docker, 6:30'),
  ]);

  test('is in the summary at their end, also as one of more than are named', () => {
    expect(violationKinds(withMessages(counting(30), named))).toEqual([]);
    const cut = message('silence:quiet_hours:1', [said(140, 'Quiet hours ended\nand 3 more')]);
    expect(violationKinds(withMessages(counting(30), cut))).toEqual([]);
  });

  test('is lost where no summary names it', () => {
    expect(violationKinds(counting(30))).toEqual(['lost']);
    const other = message('silence:quiet_hours:1', [said(140, 'Quiet hours ended\nDown: paper local')]);
    expect(violationKinds(withMessages(counting(30), other))).toEqual(['lost']);
  });

  test('may be reported by itself where it is seen only after them', () => {
    const reported = message('event:circuit_breaker:paper:docker:1:1', [
      said(141, 'tripped its circuit breaker, 1 in all'),
    ]);
    expect(violationKinds(withMessages(counting(139.5), reported))).toEqual([]);
  });
});
