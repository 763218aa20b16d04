import type { AlertState } from '../../src/alerting/state/alertState';
import { baselineOf } from '../../src/digests/baseline';
import { type AlertHarness, createAlertHarness, STRANGER } from '../helpers/alertHarness';
import { DAILY } from '../helpers/digestJobs';
import { runScenario } from '../helpers/scenario';
import { ALWAYS, second, trader } from '../helpers/traders';

const traders = [
  trader('paper:docker', [ALWAYS], { reports: (t) => ({ tradesTotal: t < 3600 ? 100 : 142 }) }),
];
const before = runScenario({ traders, until: 3000 }).known;
const after = runScenario({ traders, from: 3015, until: 7200, known: before }).known;
const WEEKLY = { ...DAILY, name: 'weekly', cron: '0 9 * * 1' };

const digestAt = (name: string, baseline: AlertState) => ({
  name,
  schedule: '',
  slot: second(3000),
  baseline: baselineOf(baseline),
});

describe('/arb-digest', () => {
  let kit: AlertHarness;
  beforeEach(async () => {
    kit = createAlertHarness({ digests: [DAILY, WEEKLY] });
    await kit.know({ ...after, digests: [digestAt('daily', before), digestAt('weekly', after)] });
  });

  const ask = (words = '') => kit.ask(`/arb-digest ${words}`);

  describe('where Redis answers, but the traders have not been seen for long', () => {
    beforeEach(() => kit.clock.set(new Date('2026-11-22T09:00:00Z')));

    test.each(['daily', 'weekly'])('leads with since when, of %s', async (name) => {
      const { shown, text } = await ask(name);
      expect(shown).toMatch(/^⚠️ Redis could not be read since 2026-11-22 05:00:00 UTC\./);
      expect(text).toMatch(/^⚠️ Redis could not be read since 05:00 UTC\./);
    });

    test.each(['daily', 'weekly'])('calls nothing alive, of %s', async (name) => {
      const { shown, text } = await ask(name);
      for (const words of [shown, text]) expect(words).not.toMatch(/(?<!last seen )alive|🟢/);
    });
  });

  test.each([
    ['05:01:00', 'says nothing of it where a minute has passed since the last check', false],
    ['05:01:01', 'says so where more has passed', true],
  ])('at %s %s', async (time, _, isTold) => {
    kit.clock.set(new Date(`2026-11-22T${time}Z`));
    expect((await ask()).shown.includes('Redis could not be read since')).toBe(isTold);
  });

  test('shows what changed since the last digest, to the one who asks', async () => {
    const answer = await ask();
    expect(answer.shown).toContain('Since 2026-11-22 03:50:00 UTC');
    expect(answer.shown).toContain('42 trades, 142 in all');
    expect(answer.public).toBe(false);
  });

  test('shows it to the channel for "public"', async () => {
    expect((await ask('public')).public).toBe(true);
  });

  test('leaves the next digest to tell the same', async () => {
    const stored = await kit.alertStore.load();
    await ask();
    expect(await kit.alertStore.load()).toEqual(stored);
    expect(await kit.alertStore.pending()).toEqual([]);
  });

  test('shows the one that is named, in any case', async () => {
    expect((await ask('Weekly')).shown).toContain(
      'Nothing happened since 2026-11-22 05:00:00 UTC (digest weekly)',
    );
  });

  test('tells of a name that there is not which there are', async () => {
    expect((await ask('weakly')).shown).toMatch(/weakly.*(daily, weekly)/s);
  });

  test.each(['daily weekly', 'paper docker', '"<!channel>"'])('refuses the words %s', async (words) => {
    expect((await ask(words)).shown).toContain('is not valid here');
  });

  test('shows what is known where digests are off', async () => {
    kit = createAlertHarness();
    await kit.know(after);
    expect((await ask()).shown).toContain('Since 2026-11-22 03:00:00 UTC');
  });

  test('before the first check says so', async () => {
    kit = createAlertHarness({ digests: [DAILY] });
    expect((await ask()).text).toContain('No check has been stored yet');
  });

  test('without an alert channel says how to set one', async () => {
    kit = createAlertHarness({ alerts: null });
    expect((await ask()).text).toContain('Set `ALERT_CHANNEL`');
  });

  test('while Redis is away says that the state cannot be read', async () => {
    kit.store.simulateOutage('unreachable');
    expect((await ask()).text).toMatch(/Redis/);
  });

  test('is refused to those who may not look', async () => {
    kit = createAlertHarness({ digests: [DAILY], roles: { viewers: ['U0OPERATOR'] } });
    await kit.know(after);
    expect((await kit.ask('/arb-digest', STRANGER)).shown).not.toContain('trades');
  });
});
