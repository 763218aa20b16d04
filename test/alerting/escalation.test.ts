import { applyAction, type EvaluationResult, evaluateTime } from '../../src/alerting';
import { escalateDue, pageFailed } from '../../src/alerting/escalation/escalateDue';
import type { EscalationSettings } from '../../src/alerting/escalation/escalation';
import { evaluate } from '../../src/alerting/evaluate';
import { mergeStates } from '../../src/alerting/state/merge';
import type { AlertSettings } from '../../src/alerting/types';
import { dyingTrader, HOUR, OPEN, returnsAt } from '../helpers/dyingTrader';
import { actionOn, runScenario, SETTINGS } from '../helpers/scenario';
import { second, snapshotOf, trader } from '../helpers/traders';

const MINUTE = 60_000;
const chain: EscalationSettings = {
  severities: ['critical'],
  steps: [
    { afterMs: 5 * MINUTE, notify: 'on_call' },
    { afterMs: 10 * MINUTE, notify: 'on_call_next' },
    { afterMs: 20 * MINUTE, notify: { webhook: 'pagerduty' } },
  ],
};
const onCall = {
  people: ['U1', 'U2', 'U3'],
  handover: { weekday: 1, hour: 9, minute: 0 },
  zone: 'UTC',
  start: '2026-11-16',
} as const;
const settings: Partial<AlertSettings> = {
  rules: { no_sign_of_life: { severity: 'critical' } },
  paging: { escalation: chain, onCall },
};
const all: AlertSettings = { ...SETTINGS, ...settings };

const pagesIn = (lines: readonly string[]) => lines.filter((line) => / page \d/.test(line));
const auditOf = (decisions: readonly EvaluationResult[]) =>
  decisions.flatMap(({ audit }) => audit.filter(({ action }) => action.kind.startsWith('page')));

describe('An incident that nobody acknowledges', () => {
  test('pages who is on call, then who is next, then the webhook, each once and in its thread', () => {
    const { lines, decisions } = runScenario({ traders: [dyingTrader], until: HOUR, settings });
    expect(lines).toEqual([
      OPEN,
      '8:15 thread: paged U1 after 300 s',
      '8:15 page 1 trigger: U1',
      '13:15 thread: paged U2 after 600 s',
      '13:15 page 2 trigger: U2',
      '23:15 thread: paged webhook pagerduty after 1200 s',
      '23:15 page 3 trigger: webhook pagerduty',
    ]);
    expect(auditOf(decisions).map(({ action, actor }) => [action, actor])).toEqual([
      [{ kind: 'paged', step: 1, via: { dm: 'U1' } }, null],
      [{ kind: 'paged', step: 2, via: { dm: 'U2' } }, null],
      [{ kind: 'paged', step: 3, via: { webhook: 'pagerduty' } }, null],
    ]);
  });

  test.each([
    ['that is only a warning', { rules: {} }],
    ['without steps', { paging: { escalation: null, onCall } }],
  ])('%s pages nobody', (_, rest) => {
    const { lines } = runScenario({
      traders: [dyingTrader],
      until: HOUR,
      settings: { ...settings, ...rest },
    });
    expect(lines).toEqual([OPEN]);
  });

  test('gives its pages ids that do not depend on the instance', () => {
    const { deliveries, known } = runScenario({ traders: [dyingTrader], until: 900, settings });
    const [id] = known.incidents.map((incident) => incident.id);
    expect(deliveries.flatMap((each) => (each.kind === 'page' ? [each.id] : []))).toEqual([
      `${id}/escalation/1`,
      `${id}/escalation/2`,
    ]);
  });
});

describe('After a gap', () => {
  test.each([
    [
      'of one step',
      [400, 600],
      ['10:00 page 1 trigger: U1', '15:00 page 2 trigger: U2', '25:00 page 3 trigger: webhook pagerduty'],
    ],
    ['of two steps', [400, 1200], ['20:00 page 1 trigger: U2', '30:00 page 2 trigger: webhook pagerduty']],
    ['of all steps', [400, 2400], ['40:00 page 1 trigger: webhook pagerduty']],
  ] as const)('%s only the newest step is taken, and the next ones keep their distance', (_, away, pages) => {
    const { lines } = runScenario({
      traders: [dyingTrader],
      until: HOUR,
      settings: { ...settings, outageAfterMs: HOUR * 1000 },
      botAway: [away],
    });
    expect(pagesIn(lines)).toEqual(pages);
  });

  test('the audit log has the steps that were left out', () => {
    const { decisions } = runScenario({
      traders: [dyingTrader],
      until: 1500,
      settings: { ...settings, outageAfterMs: HOUR * 1000 },
      botAway: [[400, 1200]],
    });
    expect(auditOf(decisions).map(({ action }) => action)).toEqual([
      { kind: 'page_skipped', step: 1 },
      { kind: 'paged', step: 2, via: { dm: 'U2' } },
    ]);
  });
});

describe('Somebody who sees to it', () => {
  test.each([
    ['acknowledges', { kind: 'acknowledge', userId: 'U9' }],
    ['snoozes', { kind: 'snooze', userId: 'U9', until: second(2 * HOUR) }],
    ['mutes', { kind: 'mute', userId: 'U9' }],
  ] as const)('and %s stops the escalation and cancels what waits', (_, action) => {
    const acts = [[600, actionOn(action)]] as const;
    const { lines, decisions, known } = runScenario({ traders: [dyingTrader], until: HOUR, settings, acts });
    expect(pagesIn(lines)).toEqual(['8:15 page 1 trigger: U1']);
    expect(decisions.flatMap(({ cancelled }) => cancelled)).toEqual([
      `${known.incidents[0]?.id}/escalation/1`,
    ]);
    expect(dueTimesOf(known)).toEqual([]);
  });

  test('is told to the webhook that was called, and so is the end', () => {
    const acts = [[1500, actionOn({ kind: 'acknowledge', userId: 'U9' })]] as const;
    const { lines } = runScenario({ traders: [returnsAt(2000)], until: HOUR, settings, acts });
    expect(pagesIn(lines).slice(2)).toEqual([
      '23:15 page 3 trigger: webhook pagerduty',
      '25:00 page 3 acknowledge: webhook pagerduty',
      expect.stringMatching(/^33:.. page 3 resolve: webhook pagerduty$/),
    ]);
  });

  test('and whose snooze ends has the escalation begin anew', () => {
    const acts = [[600, actionOn({ kind: 'snooze', userId: 'U9', until: second(1800) })]] as const;
    const { lines } = runScenario({ traders: [dyingTrader], until: HOUR, settings, acts });
    expect(pagesIn(lines)).toEqual([
      '8:15 page 1 trigger: U1',
      '35:00 page 2 trigger: U1',
      '40:00 page 3 trigger: U2',
      '50:00 page 4 trigger: webhook pagerduty',
    ]);
  });
});

describe('A trader that comes and goes', () => {
  test('has its escalation go on where it was, and no step twice', () => {
    const flapping = trader('paper:docker', [
      [-600, 100],
      [600, 700],
      [1000, 1100],
    ]);
    const { lines } = runScenario({ traders: [flapping], until: HOUR, settings });
    expect(pagesIn(lines).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'page 1 trigger: U1',
      'page 2 trigger: U2',
      'page 3 trigger: webhook pagerduty',
    ]);
  });
});

describe('A page that cannot be sent', () => {
  const called = {
    ...settings,
    paging: { escalation: { ...chain, steps: [{ afterMs: 5 * MINUTE, notify: { webhook: 'hook' } }] } },
  };
  const webhookCalled = () => runScenario({ traders: [dyingTrader], until: 510, settings: called }).known;
  const callOf = (known: ReturnType<typeof webhookCalled>, suffix = '') => {
    const incidentId = known.incidents[0]?.id ?? '';
    return { id: `${incidentId}/escalation/1${suffix}`, incidentId, n: 1 };
  };
  const acknowledge = (known: ReturnType<typeof webhookCalled>) => {
    const { incidentId } = callOf(known);
    const done = applyAction(known, { kind: 'acknowledge', incidentId, userId: 'U1' }, second(600), {
      ...all,
      ...called,
    });
    if ('refused' in done) throw new Error(done.refused.kind);
    return done;
  };

  test.each([
    ['may have arrived', { inDoubt: true as const }, ['acknowledge']],
    ['was refused', {}, []],
  ])('by a webhook is followed by its end where it %s', (_, doubt, events) => {
    const known = webhookCalled();
    const failed = pageFailed(known, { ...callOf(known), code: 'HTTP 503', ...doubt }, second(520), {
      ...all,
      ...called,
    });
    const { notifications } = acknowledge(failed.state);
    expect(notifications.flatMap((each) => (each.kind === 'page' ? [each.event] : []))).toEqual(events);
  });

  test('by a webhook that cannot be told its end is named in the thread and in the audit log', () => {
    const { state } = acknowledge(webhookCalled());
    const { notifications, audit, cancelled } = pageFailed(
      state,
      { ...callOf(state, '/acknowledge'), code: 'HTTP 404' },
      second(700),
      { ...all, ...called },
    );
    expect(notifications).toEqual([
      expect.objectContaining({
        note: {
          kind: 'page_end_failed',
          n: 1,
          via: { webhook: 'hook' },
          event: 'acknowledge',
          code: 'HTTP 404',
        },
      }),
    ]);
    expect(audit).toHaveLength(1);
    expect(cancelled).toEqual([expect.stringMatching(/escalation\/1\/acknowledge$/)]);
  });

  const until = (t: number) => runScenario({ traders: [dyingTrader], until: t, settings }).known;
  const failed = (known: ReturnType<typeof until>, n: number) => {
    const incidentId = known.incidents[0]?.id ?? '';
    const id = `${incidentId}/escalation/${n}`;
    return pageFailed(known, { id, incidentId, n, code: 'user_disabled' }, second(520), all);
  };

  test('is not tried again, and the next step goes at once', () => {
    const { notifications, cancelled, audit } = failed(until(510), 1);
    expect(cancelled).toContainEqual(expect.stringMatching(/\/escalation\/1$/));
    expect(notifications).toEqual([
      expect.objectContaining({
        kind: 'note',
        note: expect.objectContaining({ kind: 'page_failed', code: 'user_disabled' }),
      }),
      expect.objectContaining({
        kind: 'note',
        note: expect.objectContaining({ kind: 'paged', via: { dm: 'U2' } }),
      }),
      expect.objectContaining({ kind: 'page', n: 2, via: { dm: 'U2' } }),
    ]);
    expect(audit.map(({ action }) => action)).toEqual([
      { kind: 'page_failed', step: 1, via: { dm: 'U1' }, code: 'user_disabled' },
      { kind: 'paged', step: 2, via: { dm: 'U2' } },
    ]);
  });

  describe('nor any other', () => {
    /** Both of the first two steps fail, and the webhook, each given up after 2 min or refused. */
    const allFailed = (doubt: { readonly inDoubt?: true }) => {
      let known = until(510);
      let last = failed(known, 1);
      for (const n of [1, 2, 3]) {
        const incidentId = known.incidents[0]?.id ?? '';
        const id = `${incidentId}/escalation/${n}`;
        last = pageFailed(
          known,
          { id, incidentId, n, code: 'ECONNREFUSED', ...doubt },
          second(510 + 120 * n),
          all,
        );
        known = last.state;
      }
      return last;
    };
    const noteOf = ({ notifications }: ReturnType<typeof allFailed>) =>
      notifications.flatMap((each) => (each.kind === 'note' ? [each.note] : []));

    test('for a time, as while Slack is away, has the escalation begin anew after 5 min', () => {
      const last = allFailed({ inDoubt: true });
      expect(noteOf(last)).toEqual([
        expect.objectContaining({ kind: 'page_failed', follows: 'nobody', againAt: second(870 + 300) }),
      ]);
      const again = evaluateTime(last.state, second(870 + 300), all);
      expect(again?.notifications).toContainEqual(
        expect.objectContaining({ kind: 'page', n: 4, via: { dm: 'U1' } }),
      );
    });

    test('for the same reason as before is not said again', () => {
      const once = evaluateTime(allFailed({ inDoubt: true }).state, second(870 + 300), all);
      if (once === null) throw new Error('nothing is due');
      const incidentId = once.state.incidents[0]?.id ?? '';
      const failure = { id: `${incidentId}/escalation/4`, incidentId, n: 4, code: 'ECONNREFUSED' };
      const { notifications } = pageFailed(once.state, failure, second(1300), all);
      expect(notifications.flatMap((each) => (each.kind === 'note' ? [each.note.kind] : []))).toEqual([
        'paged',
      ]);
    });

    test('for good leaves nobody to page', () => {
      const last = allFailed({});
      expect(noteOf(last)).toEqual([
        { kind: 'page_failed', n: 3, via: expect.anything(), code: 'ECONNREFUSED', follows: 'nobody' },
      ]);
      const later = evaluateTime(last.state, second(6000), all)?.notifications ?? [];
      expect(later.filter(({ kind }) => kind === 'page')).toEqual([]);
    });
  });

  test('takes back what the thread would have said of it', () => {
    expect(failed(until(510), 1).cancelled).toContainEqual(expect.stringMatching(/\/escalation\/1\/paged$/));
  });

  test('that another instance has reported already changes nothing', () => {
    const once = failed(until(510), 1);
    const again = failed(once.state, 1);
    expect(again.notifications).toEqual([]);
    expect(again.state).toBe(once.state);
  });

  test('after a later step was taken is only noted', () => {
    const { notifications } = failed(until(900), 1);
    expect(notifications).toEqual([expect.objectContaining({ kind: 'note' })]);
  });
});

describe('Where Redis is away, or has lost data', () => {
  const { known } = runScenario({ traders: [dyingTrader], until: 300, settings });

  test('the same steps are due from what is remembered, under the same ids', () => {
    const local = escalateDue(known, second(510), all);
    const checked = evaluate(
      known,
      {
        kind: 'observed',
        at: second(510),
        snapshots: [snapshotOf(dyingTrader, 510)],
        sessions: null,
        source: null,
      },
      { ...all, outageAfterMs: HOUR * 1000 },
    );
    const pages = [local, checked].map(({ notifications }) =>
      notifications.flatMap((each) => (each.kind === 'page' ? [each.id] : [])),
    );
    expect(pages[0]).toHaveLength(1);
    expect(pages[0]).toEqual(pages[1]);
  });

  test('a step that either side has taken is not taken again', () => {
    const cached = escalateDue(known, second(510), all).state;
    for (const [one, other] of [
      [cached, known],
      [known, cached],
    ] as const) {
      const merged = mergeStates(one, other, { isLost: true, checkIntervalMs: 15_000 });
      expect(pagesOf(escalateDue(merged, second(525), all))).toEqual([]);
      expect(pagesOf(escalateDue(merged, second(800), all))).toEqual([2]);
    }
  });

  test('an acknowledgement that one side knows keeps the other from paging', () => {
    const paged = escalateDue(known, second(510), all).state;
    const acts = [[400, actionOn({ kind: 'acknowledge', userId: 'U9' })]] as const;
    const acknowledged = runScenario({ traders: [dyingTrader], until: 420, settings, acts }).known;
    const merged = mergeStates(paged, acknowledged, { isLost: true, checkIntervalMs: 15_000 });
    expect(pagesOf(escalateDue(merged, second(3000), all))).toEqual([]);
  });

  test('what an earlier version stored is escalated from now on', () => {
    const [incident] = known.incidents;
    const { escalation: _, ...old } = incident ?? {};
    const state = { ...known, incidents: [old as NonNullable<typeof incident>] };
    const begun = escalateDue(state, second(HOUR), all);
    expect(begun.notifications).toEqual([]);
    expect(dueTimesOf(begun.state)).toEqual([second(HOUR + 300)]);
  });
});

const pagesOf = ({ notifications }: EvaluationResult): number[] =>
  notifications.flatMap((each) => (each.kind === 'page' ? [each.n] : []));

/** When the next step of each incident that is escalated is due. */
const dueTimesOf = ({ incidents }: EvaluationResult['state']): (Date | null)[] =>
  incidents.flatMap(({ escalation }) => (escalation?.status === 'running' ? [escalation.dueAt] : []));
