import { checkInvariants } from '../../tools/invariants/checkInvariants';
import type { Count, History, SlackMessage } from '../../tools/invariants/history';
import {
  at,
  calm,
  DEATH,
  death,
  message,
  open,
  over,
  recovered,
  reported,
  said,
  silentFrom,
  violationKinds,
  withMessages,
} from './fixtures';

test('A world without events and messages has no violations', () => {
  expect(violationKinds(calm({ traders: [silentFrom(600, Infinity)] }))).toEqual([]);
});

test('A repeated message is a violation unless somebody had deleted the first', () => {
  const removed = message(DEATH, [open(36, 30)], { deleted: { at: at(40), by: 'person' } });
  const again = message(DEATH, [open(50, 30), over(61, 30, 60)]);
  expect(violationKinds(withMessages(death, removed, again, recovered))).toEqual([]);
  const twice = { ...removed, versions: reported.versions, deleted: null };
  expect(violationKinds(withMessages(death, twice, again, recovered))).toEqual(['twice']);
});

test('A message in an archived channel must show the end of its incident, too', () => {
  const instead = said(40, `${open(40, 30).text} Meant for <#C0ALERTS>, which cannot take it.`);
  const goesOn = { ...message(DEATH, [instead, over(61, 30, 60)]), channel: 'C0FALLBACK' };
  const left = message(DEATH, [open(36, 30)]);
  expect(violationKinds(withMessages(death, reported, goesOn, recovered))).toEqual([]);
  expect(violationKinds(withMessages(death, left, goesOn, recovered))).toEqual(['wrong']);
});

test('An outage may come again after all memory was lost', () => {
  const gap = [
    { from: at(0), to: at(100) },
    { from: at(150), to: at(600) },
  ];
  const { watch } = calm();
  const id = `monitoring_outage:${at(100) / 1000}`;
  const cannotSee = message(id, [
    said(104, `Monitoring outage: Redis cannot be read since @${at(100) / 1000}.`),
    said(151, `Monitoring resumed. From @${at(100) / 1000} to @${at(150) / 1000}.`),
  ]);
  const again = message(id, [
    said(152, `Monitoring resumed. From @${at(100) / 1000} to @${at(150) / 1000}.`),
  ]);
  const outage = (forgot: readonly number[]) =>
    withMessages(
      calm({
        watch: { ...watch, certain: gap, possible: gap, outage: [{ from: at(100), to: at(150) }], forgot },
      }),
      cannotSee,
      again,
    );
  expect(violationKinds(outage([]))).toEqual(['twice']);
  expect(violationKinds(outage([at(130)]))).toEqual([]);
});

test('A repeated reply is counted separately if its thread could not be read', () => {
  const root = (deletedAt: number | null) =>
    message(DEATH, [open(36, 30)], {
      deleted: deletedAt === null ? null : { at: at(deletedAt), by: 'person' },
    });
  const reply = (minute: number, threadTs: string | null) =>
    message(`${DEATH}/reminder/1`, [said(minute, 'Still open.')], { threadTs });
  const dying = calm({ traders: [silentFrom(30, Infinity)] });
  const after = (deletedAt: number | null): readonly SlackMessage[] => {
    const first = root(deletedAt);
    return [first, reply(96, first.ts), reply(120, deletedAt === null ? first.ts : null)];
  };
  expect(violationKinds(withMessages(dying, ...after(null)))).toEqual(['twice']);
  expect(violationKinds(withMessages(dying, ...after(110)))).toEqual([]);
  expect(checkInvariants(withMessages(dying, ...after(110))).atLeastOnce).toBe(1);
});

test('A repeated message is counted separately if history cannot be read', () => {
  const history = withMessages(death, message(DEATH, [open(36, 30)]), reported, recovered);
  const report = checkInvariants({ ...history, slack: { ...history.slack, canReadHistory: false } });
  expect([report.violations, report.atLeastOnce]).toEqual([[], 1]);
});

test('A message that is still open about a living trader is a violation', () => {
  expect(violationKinds(withMessages(death, message(DEATH, [open(36, 30)])))).toEqual(['wrong']);
});

test('A recovery that is missing from its thread is lost', () => {
  expect(violationKinds(withMessages(death, reported))).toEqual(['lost']);
});

test('An action that is missing from its thread is lost', () => {
  const act = {
    at: at(40),
    kind: 'acknowledge',
    incidentId: DEATH,
    userId: 'U1',
    until: null,
    isConfirmed: true,
  } as const;
  expect(violationKinds({ ...withMessages(death, reported, recovered), acts: [act] })).toEqual(['lost']);
});

describe('A counted safety violation', () => {
  const counted = { at: at(100), name: 'violations', total: 3 } as const;
  const having = (...counts: readonly Count[]) =>
    calm({ traders: [{ ...silentFrom(600, Infinity), counts }] });
  const counting = having(counted);
  const event = (total: number, minute = 101) =>
    message(`event:safety_violations:paper:docker:${total}:${minute}`, [
      said(minute, `counted 1 more safety violation, now ${total} in all.`),
    ]);

  test('that is counted and not reported is lost; one that is reported and not counted is false', () => {
    expect(violationKinds(counting)).toEqual(['lost']);
    expect(violationKinds(withMessages(counting, event(3)))).toEqual([]);
    expect(violationKinds(withMessages(counting, event(3), event(4)))).toEqual(['false']);
  });

  test('is reported once, though Redis comes back with the same total before it is; twice, it may be about either', () => {
    const back = having(counted, { ...counted, at: at(200), isOld: true });
    const late = event(3, 201);
    expect(violationKinds(back)).toEqual(['lost']);
    expect(violationKinds(withMessages(back, late))).toEqual([]);
    expect(violationKinds(withMessages(back, event(3), late))).toEqual([]);
    expect(violationKinds(withMessages(counting, event(3), late))).toEqual(['twice']);
  });

  test('that Redis lost before it could be seen need not be reported', () => {
    const unseen = [
      { from: at(0), to: at(99) },
      { from: at(200), to: at(600) },
    ];
    const lostAt = (minute: number): History => ({
      ...counting,
      watch: { ...counting.watch, certain: unseen, lost: [at(minute)] },
    });
    expect(violationKinds(lostAt(150)).filter((kind) => kind === 'lost')).toEqual([]);
    expect(violationKinds(lostAt(300)).filter((kind) => kind === 'lost')).toEqual(['lost']);
  });

  test('need not be reported for a trader that was muted before', () => {
    const certain = [
      { from: at(0), to: at(99) },
      { from: at(200), to: at(600) },
    ];
    const mutedAt = (minute: number): History => ({
      ...counting,
      watch: { ...counting.watch, certain },
      acts: [
        {
          at: at(minute),
          kind: 'mute',
          incidentId: DEATH,
          userId: 'U1',
          until: null,
          isConfirmed: false,
        },
      ],
    });
    expect(violationKinds(mutedAt(150))).toEqual([]);
    expect(violationKinds(mutedAt(500))).toEqual(['lost']);
  });

  test('that two instances reported after different observations is a duplicate if history can be read', () => {
    const both = withMessages(counting, event(3), event(3, 102));
    expect(violationKinds(both)).toEqual(['twice']);
    expect(violationKinds({ ...both, slack: { ...both.slack, canReadHistory: false } })).toEqual([]);
  });

  test('that is reported late is the one of when it says that it was detected, though it was counted anew since', () => {
    const twice = having(counted, { at: at(300), name: 'violations', total: 3 });
    const late = (detected: number) =>
      message('event:safety_violations:paper:docker:3:101', [
        said(400, `counted 1 more safety violation, now 3 in all.\nLate: detected @${at(detected) / 1000}`),
      ]);
    const toldAs = (detected: number): History => {
      const history = withMessages(twice, late(detected));
      return { ...history, watch: { ...history.watch, lost: [at(200)] } };
    };
    expect(violationKinds(toldAs(101))).toEqual([]);
    expect(violationKinds(toldAs(301))).toEqual(['lost']);
  });

  test('may be forgotten before Slack could take it, and not later', () => {
    const forgotAt = (minute: number): History => ({
      ...counting,
      watch: { ...counting.watch, forgot: [at(minute)] },
      slack: { ...counting.slack, healthy: [{ from: at(300), to: at(600) }] },
    });
    expect(violationKinds(forgotAt(290))).toEqual([]);
    expect(violationKinds(forgotAt(320))).toEqual(['lost']);
  });
});

test('A digest that does not come is lost; one that comes for no slot is false', () => {
  const digests = [{ name: 'daily', channel: 'C0ALERTS', slots: [at(300)] }];
  const history = { ...calm(), settings: { ...calm().settings, digests } };
  const digest = (minute: number) =>
    message(`digest:daily:${new Date(at(minute)).toISOString()}`, [said(minute, 'Nothing happened.')]);
  expect(violationKinds(history)).toEqual(['lost']);
  expect(violationKinds(withMessages(history, digest(300)))).toEqual([]);
  expect(violationKinds(withMessages(history, digest(300), digest(400)))).toEqual(['false']);
});

test('A digest may be forgotten before Slack could take it, and not later', () => {
  const digests = [{ name: 'daily', channel: 'C0ALERTS', slots: [at(100)] }];
  const due = { ...calm(), settings: { ...calm().settings, digests } };
  const forgotAt = (minute: number): History => ({
    ...due,
    watch: { ...due.watch, forgot: [at(minute)] },
    slack: { ...due.slack, healthy: [{ from: at(300), to: at(600) }] },
  });
  expect(violationKinds(forgotAt(290))).toEqual([]);
  expect(violationKinds(forgotAt(320))).toEqual(['lost']);
});

test('An outage of ten minutes that is not reported is lost; a reported outage that nobody had is false', () => {
  const gap = [
    { from: at(0), to: at(100) },
    { from: at(110), to: at(600) },
  ];
  const history = {
    ...calm(),
    watch: { ...calm().watch, certain: gap, possible: gap, outage: [{ from: at(100), to: at(110) }] },
  };
  const outage = message(`monitoring_outage:${at(100) / 1000}`, [
    said(111, 'Monitoring resumed after 10 min.'),
  ]);
  expect(violationKinds(history)).toEqual(['lost']);
  expect(violationKinds(withMessages(history, outage))).toEqual([]);
  expect(violationKinds(withMessages(calm(), outage))).toEqual(['false']);
});

test('What came faster than Slack allows, and what still waits, is reported', () => {
  const history = calm({ waiting: ['event:1'] });
  expect(
    violationKinds({ ...history, slack: { ...history.slack, tooFast: ['an instance posted twice'] } }),
  ).toEqual(['fast', 'waits']);
});
