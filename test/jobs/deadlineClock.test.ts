import type { AlertState } from '../../src/alerting';
import { DeadlineClock } from '../../src/jobs/checks/deadlineClock';
import { settableClock } from '../helpers/clock';
import { runScenario, SETTINGS } from '../helpers/scenario';
import { realTrader, second } from '../helpers/traders';

/** Of a trader that stopped at second 30, and has 90 s. */
const { known } = runScenario({ traders: [realTrader('paper:docker', [[-600, 30]])], until: 45 });
const DUE_S = 120.001;

function deadlineClockAt(now: Date) {
  const clock = settableClock(now);
  let state: AlertState | null = known;
  const deadlines = new DeadlineClock({ known: () => state, settings: () => SETTINGS, clock });
  const learn = (next: AlertState | null): void => {
    state = next;
  };
  /** In how many seconds it is due. */
  const dueInS = () => (deadlines.due().atMs - clock.monotonicMs()) / 1000;
  return { clock, dueInS, learn };
}

test('What is due by time is due a moment after it, so that it is read after it', () => {
  const { dueInS } = deadlineClockAt(second(50));
  expect(dueInS()).toBeCloseTo(DUE_S - 50 + 0.01, 6);
});

test('A machine clock that is set while a deadline is waited for does not move it', () => {
  const { clock, dueInS } = deadlineClockAt(second(50));
  const beforeS = dueInS();
  clock.advance(-3_600_000);
  expect(dueInS()).toBe(beforeS);
  clock.advance(20_000);
  expect(dueInS()).toBeCloseTo(beforeS - 20, 6);
});

test('A deadline that has passed stays the same until something else is known, so that nobody asks for it again', () => {
  const { clock, dueInS, learn } = deadlineClockAt(second(200));
  expect(dueInS()).toBeLessThan(0);
  const dueMs = dueInS();
  clock.advance(1_000);
  expect(dueInS()).toBeCloseTo(dueMs - 1, 6);
  learn({ ...known, targets: [] });
  expect(dueInS()).toBe(Infinity);
});

test('Nothing is due while nothing is known', () => {
  const { dueInS, learn } = deadlineClockAt(second(50));
  learn(null);
  expect(dueInS()).toBe(Infinity);
});
