import { type AlertState, applyAction, type EvaluationResult, evaluate } from '../../src/alerting';
import { startDrill } from '../../src/alerting/drill/startDrill';
import { nextDrillStep, stepDrill } from '../../src/alerting/drill/stepDrill';
import { pageFailed } from '../../src/alerting/escalation/escalateDue';
import { pageSent } from '../../src/alerting/escalation/pageSent';
import { computeStats } from '../../src/alerting/stats';
import type { AlertSettings } from '../../src/alerting/types';
import { incidentsSince } from '../../src/digests/incidentsSince';
import type { Notification } from '../../src/notify/model/notification';
import { SETTINGS } from '../helpers/scenario';
import { ALWAYS, second, snapshotOf, trader } from '../helpers/traders';

const settings: AlertSettings = {
  ...SETTINGS,
  rules: { no_sign_of_life: { severity: 'critical' } },
  paging: {
    escalation: {
      severities: ['critical'],
      steps: [
        { afterMs: 300_000, notify: 'on_call' },
        { afterMs: 600_000, notify: 'on_call_next' },
        { afterMs: 1_200_000, notify: { webhook: 'pagerduty' } },
      ],
    },
    onCall: { people: ['U1'], handover: { weekday: 1, hour: 9, minute: 0 }, zone: 'UTC', start: null },
  },
};
const living = trader('paper:docker', [ALWAYS]);
const dead = trader('paper:docker', [[-600, 600]]);
const check = (known: AlertState | null, t: number, of = living): EvaluationResult =>
  evaluate(
    known,
    { kind: 'observed', at: second(t), snapshots: [snapshotOf(of, t)], sessions: [] },
    settings,
  );

const begin = (known: AlertState, t: number, isQuick = true) => {
  const begun = startDrill(known, { userId: 'U0OLIVE', isQuick }, second(t), settings);
  if ('refused' in begun) throw new Error(begun.refused.kind);
  return begun;
};
const before = check(null, 0).state;
const drillOf = (state: AlertState) => state.incidents.find(({ rule }) => rule === 'drill');
const told = (notifications: readonly Notification[]): string[] =>
  notifications.map((each) => {
    if (each.kind === 'page')
      return `page ${each.event} ${JSON.stringify(each.via)}${each.isTest ? ' test' : ''}`;
    if (each.kind === 'note') return `note ${each.note.kind}`;
    return each.kind === 'incident' ? `${each.incident.rule} ${each.incident.state}` : each.kind;
  });

/** Takes every step that is due until then, as the bot does. */
function stepUntil(from: AlertState, t: number) {
  let state = from;
  const lines: string[] = [];
  for (let due = nextDrillStep(state); due !== null && due <= second(t); due = nextDrillStep(state)) {
    const step = stepDrill(state, due, settings);
    if (step === null) break;
    state = step.state;
    lines.push(
      ...told(step.notifications).map(
        (line) => `${(due?.getTime() ?? 0) / 1000 - second(0).getTime() / 1000} ${line}`,
      ),
    );
  }
  return { state, lines };
}

describe('A drill', () => {
  test('is an alert without a target that says what it is, and escalates by the steps of critical ones', () => {
    const { state, notifications, audit } = begin(before, 100, false);
    expect(told(notifications)).toEqual(['drill open']);
    expect(drillOf(state)).toMatchObject({ targets: [], severity: 'critical', nextReminderAt: null });
    expect(audit).toEqual([
      expect.objectContaining({ actor: 'U0OLIVE', action: { kind: 'drill' }, target: null }),
    ]);
    expect(stepUntil(state, 100 + 1_200).lines).toEqual([
      '400 drill open',
      '400 note paged',
      '400 page trigger {"dm":"U1"} test',
      '1300 drill open',
      '1300 note paged',
      '1300 page trigger {"webhook":"pagerduty"} test',
    ]);
  });

  test('that begins now takes a step every 10 s', () => {
    expect(stepUntil(begin(before, 100).state, 130).lines.filter((line) => /page/.test(line))).toEqual([
      '110 note paged',
      '110 page trigger {"dm":"U1"} test',
      '130 note paged',
      '130 page trigger {"webhook":"pagerduty"} test',
    ]);
  });

  test('ends when somebody acknowledges it: nobody is paged any more, and the webhook that was called is told', () => {
    const { state } = stepUntil(begin(before, 100).state, 130);
    const drill = drillOf(state);
    const done = applyAction(
      state,
      { kind: 'acknowledge', incidentId: drill?.id ?? '', userId: 'U1' },
      second(140),
      settings,
    );
    if ('refused' in done) throw new Error(done.refused.kind);
    expect(told(done.notifications)).toEqual([
      'drill recovered',
      'note drill_over',
      'page resolve {"webhook":"pagerduty"} test',
    ]);
    expect(drillOf(done.state)).toMatchObject({ acknowledgedBy: 'U1', drill: { end: 'acknowledged' } });
    expect(nextDrillStep(done.state)).toBeNull();
    expect(check({ ...done.state, observedAt: second(140) }, 150).notifications).toEqual([]);
  });

  test('ends by itself after an hour, by whichever comes first: its own timer or a check', () => {
    const { state } = begin(before, 100);
    expect(stepUntil(state, 3_699).state.incidents[0]?.closedAt).toBeNull();
    const { lines, state: ended } = stepUntil(state, 3_700);
    expect(lines.slice(-3)).toEqual([
      '3700 drill recovered',
      '3700 note drill_over',
      '3700 page resolve {"webhook":"pagerduty"} test',
    ]);
    expect(drillOf(ended)?.drill?.end).toBe('expired');
    const stepped = stepUntil(state, 3_000).state;
    expect(drillOf(check({ ...stepped, observedAt: second(3_695) }, 3_705).state)?.drill?.end).toBe(
      'expired',
    );
  });

  test('is one at a time, whichever instance begins the second', () => {
    const { state } = begin(before, 100);
    expect(startDrill(state, { userId: 'U2', isQuick: true }, second(110), settings)).toEqual({
      refused: { kind: 'drill_running', by: 'U0OLIVE', since: second(100) },
    });
  });

  test('hides no real alert: it is refused beside a critical one, and ends when one comes', () => {
    let state = begin(check(null, 500, dead).state, 600).state;
    let last: EvaluationResult | null = null;
    for (let t = 615; t <= 720; t += 15) {
      last = check(state, t, dead);
      state = last.state;
      if (drillOf(state)?.closedAt !== null) break;
    }
    expect(told(last?.notifications ?? [])).toEqual(
      expect.arrayContaining(['drill recovered', 'note drill_over', 'no_sign_of_life open']),
    );
    expect(drillOf(state)?.drill?.end).toBe('real_alert');
    expect(startDrill(state, { userId: 'U2', isQuick: true }, second(730), settings)).toEqual({
      refused: { kind: 'alert_open' },
    });
  });

  test('touches no target, no figure and no digest', () => {
    const { state } = stepUntil(begin(before, 100).state, 130);
    expect(state.targets).toBe(before.targets);
    expect(computeStats(state)).toEqual(computeStats(before));
    expect(incidentsSince(state.incidents, ['paper:docker'], second(0), second(200)).incidents).toEqual([]);
  });

  test.each(['snooze', 'mute', 'unsnooze', 'release_heartbeat'] as const)(
    'cannot be acted on by %s',
    (kind) => {
      const { state } = begin(before, 100);
      const action = { kind, incidentId: drillOf(state)?.id ?? '', userId: 'U1', until: second(999) };
      expect(applyAction(state, action, second(110), settings)).toEqual({
        refused: { kind: 'not_for_drill' },
      });
    },
  );

  test('shows what became of each step', () => {
    const { state } = stepUntil(begin(before, 100).state, 130);
    const id = drillOf(state)?.id ?? '';
    const sent = pageSent(state, { id: `${id}/escalation/1`, incidentId: id, n: 1 }, second(131), settings);
    expect(told(sent?.notifications ?? [])).toEqual(['drill open']);
    const failed = pageFailed(
      sent?.state ?? state,
      { id: `${id}/escalation/2`, incidentId: id, n: 2, code: 'HTTP 404' },
      second(132),
      settings,
    );
    expect(told(failed.notifications)).toEqual(['drill open', 'note page_failed']);
    expect(drillOf(failed.state)?.escalation?.pages).toMatchObject([
      { sentAt: second(131), failure: null },
      { failure: 'HTTP 404' },
    ]);
  });
});
