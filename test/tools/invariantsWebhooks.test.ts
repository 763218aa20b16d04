import type { History, WebhookRequestRecord } from '../../tools/invariants/history';
import { at, calm, message, said, silentFrom, violationKinds, withMessages } from './fixtures';

const LIVE = `no_sign_of_life:live:docker:${at(30)}`;
const since = Math.floor(at(30) / 1000);
const says = `live docker has given no sign of life since @${since}.`;
const critical = message(LIVE, [
  said(36, `CRITICAL · Down: live docker\n${says} <U0ANN>`),
  said(401, `Recovered after 6 h: live docker\nBefore: ${says}\nRecovered @${Math.floor(at(400) / 1000)}.`),
]);
const told = message(`${LIVE}/recovered/2`, [said(401, 'Recovered after 6 h.')], { threadTs: '1' });
const page = { ...message(`${LIVE}/escalation/1`, [said(41, 'Down')]), channel: 'U0ANN' };

const request = (
  minute: number,
  event: string,
  change: Partial<WebhookRequestRecord> = {},
): WebhookRequestRecord => ({
  ...{ key: event, dedupKey: LIVE, event, at: at(minute), by: 'instance a, 0', heardAt: at(minute) + 200 },
  ...{ isStored: true, hasSecret: false },
  ...change,
});

/** A critical alert of six hours, which nobody sees to; the webhook is called 8 min after it. */
function called(...requests: readonly WebhookRequestRecord[]): History {
  const history = withMessages(calm({ traders: [silentFrom(30, 400, 'live:docker')] }), critical, told, page);
  return {
    ...history,
    settings: {
      ...history.settings,
      paging: { steps: [{ afterMs: 300_000, who: 'on_call' }], people: ['U0ANN', 'U0ANN'] },
      webhook: { afterMs: 480_000 },
    },
    webhook: { requests, healthy: [history.span] },
  };
}
const trigger = request(44, 'trigger');
const resolve = request(402, 'resolve');

test('A webhook that is called in time, and gets the end, has nothing wrong', () => {
  expect(violationKinds(called(trigger, resolve))).toEqual([]);
});

test('A webhook that is not called is lost, and so is one that does not get the end', () => {
  expect(violationKinds(called())).toEqual(['lost']);
  expect(violationKinds(called(trigger))).toEqual(['lost']);
});

test('One that was away when it had to be called is excused', () => {
  const history = called();
  const healthy = [{ from: at(0), to: at(40) }];
  expect(violationKinds({ ...history, webhook: { requests: [], healthy } })).toEqual([]);
});

describe('A request that comes again', () => {
  test('comes twice where its sender had its answer, or had stored that', () => {
    expect(violationKinds(called(trigger, request(45, 'trigger'), resolve))).toEqual(['twice']);
    const other = request(45, 'trigger', { by: 'instance b, 0' });
    expect(violationKinds(called(trigger, other, resolve))).toEqual(['twice']);
  });

  test('is allowed where the answer was not heard, or its sender died of it', () => {
    const unheard = request(44, 'trigger', { heardAt: null, isStored: false });
    expect(violationKinds(called(unheard, request(45, 'trigger'), resolve))).toEqual([]);
    const died = request(44, 'trigger', { isStored: false });
    expect(violationKinds(called(died, request(45, 'trigger', { by: 'instance b, 0' }), resolve))).toEqual(
      [],
    );
  });
});

test('A webhook is not called before its time, without an alert, or with a secret', () => {
  expect(violationKinds(called(request(37, 'trigger'), resolve))).toEqual(['wrong']);
  const unknown = request(50, 'trigger', { dedupKey: 'no_sign_of_life:live:other:1', key: 'other' });
  expect(violationKinds(called(trigger, unknown, resolve))).toEqual(['wrong']);
  expect(violationKinds(called(request(44, 'trigger', { hasSecret: true }), resolve))).toEqual(['wrong']);
});

test('An outage that an instance takes up in the message of another, which says that it lasts, is reported by that', () => {
  const since = (minute: number): number => at(minute) / 1000;
  const outage = message(`monitoring_outage:${since(10)}`, [
    said(14, 'CRITICAL · Monitoring outage <U0ANN>'),
    said(101, `Monitoring resumed\nNo check succeeded from @${since(10)} to @${since(101)}`),
  ]);
  const callingOf = (minute: number, endedAgainBy?: string): string[] => {
    const id = `monitoring_outage:start:${since(minute)}`;
    const of = (name: string, when: number, by = 'instance a, 0') =>
      request(when, name, { dedupKey: id, key: `${id} ${name}`, by });
    const quiet = calm();
    const gone = [
      { from: at(0), to: at(10) },
      { from: at(101), to: at(600) },
    ];
    const again = endedAgainBy === undefined ? [] : [of('resolve', minute + 61, endedAgainBy)];
    const history = called(of('trigger', minute + 15), of('resolve', minute + 60), ...again);
    return violationKinds({
      ...withMessages(quiet, outage),
      settings: history.settings,
      watch: { ...quiet.watch, certain: gone, possible: gone, outage: [{ from: at(10), to: at(101) }] },
      ...(history.webhook && { webhook: history.webhook }),
    });
  };
  expect(callingOf(50)).toEqual([]);
  expect(callingOf(110)).toEqual(['wrong', 'wrong']);
  // Each instance calls of an outage, and tells of its end, by itself.
  expect(callingOf(50, 'instance b, 0')).toEqual([]);
  expect(callingOf(50, 'instance a, 0')).toEqual(['twice']);
});

describe('What Slack refuses for good', () => {
  const refused = (waits: boolean, minute: number, only = true): History => {
    const history = calm();
    return {
      ...history,
      settings: { ...history.settings, hasOnlyUnknownCodes: only },
      slack: {
        ...history.slack,
        messages: [message('digest:x', [said(200, 'Digest')])],
        refused: [{ id: 'a/reminder/1', at: at(minute), waits }],
      },
    };
  };
  const kinds = (history: History) => violationKinds(history).filter((kind) => kind === 'waits');

  test('does not wait for ever', () => {
    expect(kinds(refused(true, 100))).toEqual(['waits']);
    expect(kinds(refused(false, 100))).toEqual([]);
  });

  test('may wait for a while, and for a day where nothing else passes', () => {
    expect(kinds(refused(true, 570))).toEqual([]);
    expect(kinds(refused(true, 100, false))).toEqual([]);
  });
});
