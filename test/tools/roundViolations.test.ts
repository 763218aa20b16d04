import { encodeAuditEntry } from '../../src/alerting/auditLog';
import type { ProbedCommand } from '../../tools/chaos/commandProbe';
import { historyOf, type Round } from '../../tools/chaos/groundTruth';
import { confirmedBy } from '../../tools/chaos/operator';
import { lateOnes, reportedDeaths, unanswered } from '../../tools/chaos/roundViolations';
import { intersection, shifted, union, without } from '../../tools/chaos/spans';
import type { History, SlackMessage } from '../../tools/invariants/history';

const SPAN = { from: 0, to: 300_000 };
const DEATH_AT = 100_000;

const roundWith = (made: Round['made']) =>
  ({ span: SPAN, made, environment: { instances: [{ ran: [{ from: 0, to: null }] }] } }) as unknown as Round;

const asked = (change: Partial<ProbedCommand>): ProbedCommand => ({
  line: '/arb-status',
  span: { from: 150_000, to: 151_000 },
  ackMs: 40,
  failure: null,
  isAnswered: true,
  ...change,
});

describe('A command', () => {
  test('that was answered in time is no violation', () => {
    expect(unanswered([asked({})], roundWith([]))).toEqual([]);
  });

  test.each([
    ['was not acknowledged', { ackMs: null, failure: 'operation_timeout', isAnswered: false }],
    ['was acknowledged too late', { ackMs: 3_100 }],
    ['was acknowledged, and then not answered', { isAnswered: false }],
  ])('that %s, with nothing wrong, is found', (_, change) => {
    expect(unanswered([asked(change)], roundWith([]))).toMatchObject([{ kind: 'unanswered' }]);
  });

  test('that was asked while its instance was killed is excused', () => {
    const killed = { name: 'an instance killed and started', span: { from: 150_500, to: 152_000 } } as const;
    expect(unanswered([asked({ ackMs: null, failure: 'operation_timeout' })], roundWith([killed]))).toEqual(
      [],
    );
  });

  test('that was not answered while Redis was away is not excused: it has to say that', () => {
    const away = { name: 'Redis hangs', span: { from: 150_000, to: 152_000 } } as const;
    expect(unanswered([asked({ isAnswered: false })], roundWith([away]))).toHaveLength(1);
  });
});

test('Observation is uncertain while traders may write to a replaced master, even if Redis answers', () => {
  const environment = {
    instances: [{ ran: [{ from: 0, to: null }] }],
    probe: { answered: () => [SPAN] },
    seenAt: () => 10_000,
    traders: [],
    recorder: { messages: [] },
  };
  const made = [
    { name: 'failover by hand, master alive', span: { from: 100_000, to: 111_000 } },
    { name: 'memory full', span: { from: 200_000, to: 201_000 } },
  ];
  const round = { environment, made, span: SPAN, unhealthySlack: [] } as unknown as Round;
  expect(historyOf(round).watch.certain).toEqual([
    { from: 10_000, to: 100_000 },
    { from: 111_000, to: 300_000 },
  ]);
});

/** One death, after 12 s of silence reported `afterMs` later. */
const deathTold = (afterMs: number) => {
  const message: Pick<SlackMessage, 'mark' | 'versions'> = {
    mark: { id: `no_sign_of_life:paper:docker:${DEATH_AT}` },
    versions: [{ at: DEATH_AT + 12_000 + afterMs, text: '', blocks: [] }],
  };
  return {
    traders: [
      { target: 'paper:docker', portfolio: [], beats: [{ first: 0, last: DEATH_AT, everyMs: 1_500 }] },
    ],
    slack: { messages: [message] },
    settings: { staleAfterMs: 12_000 },
  } as unknown as History;
};

describe('A death that was reported', () => {
  test('within a check and a moment is not late', () => {
    expect(lateOnes(reportedDeaths(deathTold(1_500), []), 0)).toEqual([]);
  });

  test('later without any fault is late', () => {
    expect(lateOnes(reportedDeaths(deathTold(9_000), []), 0)).toMatchObject([
      { kind: 'late', what: expect.stringContaining('paper:docker was reported 9.0 s after') },
    ]);
  });

  test('later after a fault is no violation, but its delay is recorded', () => {
    const made = [{ name: 'Slack is slow', span: { from: DEATH_AT, to: DEATH_AT + 15_000 } }] as const;
    const deaths = reportedDeaths(deathTold(9_000), made);
    expect(deaths).toEqual([{ target: 'paper:docker', delayMs: 9_000, isUndisturbed: false }]);
    expect(lateOnes(deaths, 0)).toEqual([]);
  });
});

describe('Spans', () => {
  const spans = [
    { from: 0, to: 10 },
    { from: 5, to: 20 },
    { from: 30, to: 40 },
  ];

  test('that overlap are one', () => {
    expect(union(spans)).toEqual([
      { from: 0, to: 20 },
      { from: 30, to: 40 },
    ]);
  });

  test('have an intersection and a complement', () => {
    expect(intersection(spans, [{ from: 15, to: 35 }])).toEqual([
      { from: 15, to: 20 },
      { from: 30, to: 35 },
    ]);
    expect(without({ from: -5, to: 50 }, spans)).toEqual([
      { from: -5, to: 0 },
      { from: 20, to: 30 },
      { from: 40, to: 50 },
    ]);
  });

  test('that begin so late that nothing is left are none', () => {
    expect(shifted(spans, { from: 12, to: 0 })).toEqual([{ from: 17, to: 20 }]);
  });
});

describe('What the operator did', () => {
  const act = {
    at: 1,
    kind: 'acknowledge',
    incidentId: 'no_sign_of_life:paper:docker:1',
    userId: 'U0OPERATOR',
    until: null,
  } as const;
  const entry = (actor: string, id: string) =>
    encodeAuditEntry({
      at: new Date(1),
      actor,
      action: { kind: 'acknowledge' },
      incident: { id, rule: 'no_sign_of_life' },
      target: 'paper:docker',
    });
  const ofVersion01 = JSON.stringify({
    at: '2026-11-21T02:58:00.000Z',
    userId: 'U0OPERATOR',
    what: 'no_sign_of_life:paper:docker:1: acknowledged it',
  });

  test('is confirmed by what the bot has stored of it, be it reported in Slack or not', () => {
    const audit = [entry('U0OPERATOR', 'no_sign_of_life:paper:docker:1')];
    expect(confirmedBy(audit, act).isConfirmed).toBe(true);
  });

  test.each([
    ['of nothing', []],
    ['of another incident', [entry('U0OPERATOR', 'no_sign_of_life:paper:docker:12')]],
    ['of another person', [entry('U0ANN', 'no_sign_of_life:paper:docker:1')]],
    ['it in a sentence of version 0.1', [ofVersion01]],
  ])('is not confirmed if the store says %s', (_, audit) => {
    expect(confirmedBy(audit, act).isConfirmed).toBe(false);
  });
});
