import type { History, SlackMessage } from '../../tools/invariants/history';
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

test('A death that is reported, and brought to its end, has nothing wrong', () => {
  expect(violationKinds(withMessages(death, reported, recovered))).toEqual([]);
});

test('A death that is not reported is lost', () => {
  expect(violationKinds(death)).toEqual(['lost']);
});

describe('A death that is reported 20 minutes after it had to be', () => {
  const dying = calm({ traders: [silentFrom(30, 200)] });
  const late = withMessages(dying, message(DEATH, [open(58, 30), over(201, 30, 200)]), recovered);
  const unhealthy = { ...late.slack, healthy: [{ from: at(50), to: at(600) }] };

  test('waited although there were no faults', () => {
    expect(violationKinds(late)).toEqual(['waits']);
  });

  test.each([
    ['Slack was healthy for less than ten of them', { slack: unhealthy }],
    ['Redis lost it meanwhile', { watch: { ...late.watch, lost: [at(40)] } }],
  ])('has an excuse where %s', (_, change) => {
    expect(violationKinds({ ...late, ...change })).toEqual([]);
  });
});

test('A death while nobody watched need not be reported', () => {
  const watch = {
    ...death.watch,
    certain: [{ from: at(0), to: at(31) }],
    possible: [{ from: at(0), to: at(600) }],
  };
  expect(violationKinds({ ...death, watch })).toEqual([]);
});

test('A silence that is too short is false when it is reported', () => {
  const short = calm({ traders: [silentFrom(30, 33)] });
  const claimed = message(DEATH, [open(33, 30), over(35, 30, 33)]);
  expect(violationKinds(withMessages(short, claimed, recovered))).toContain('false');
});

test('A death that is reported before its time has come is false', () => {
  expect(
    violationKinds(withMessages(death, message(DEATH, [open(32, 30), over(61, 30, 60)]), recovered)),
  ).toEqual(['false']);
});

test('A death may be reported from older data where its message names the time in which it could not be seen', () => {
  const dying = calm({ traders: [silentFrom(100, 200)] });
  const saying = (since: number, words: string) =>
    withMessages(
      dying,
      message(DEATH, [
        said(110, `paper docker has given no sign of life since @${at(since) / 1000}${words}`),
        over(201, 100, 200),
      ]),
      recovered,
    );
  const unseen = (from: number, to: number) =>
    `; not monitored from @${at(from) / 1000} to @${at(to) / 1000}.`;
  const losing = (history: History, minute: number): History => ({
    ...history,
    watch: { ...history.watch, lost: [at(minute)] },
  });
  expect(violationKinds(saying(30, '.'))).toEqual(['false']);
  expect(violationKinds(losing(saying(30, '.'), 98))).toEqual(['false']);
  expect(violationKinds(saying(30, unseen(31, 102)))).toEqual(['false']);
  expect(violationKinds(losing(saying(30, unseen(31, 102)), 98))).toEqual([]);
  expect(violationKinds(losing(saying(30, unseen(31, 80)), 70))).toEqual(['false']);
});

test('A death that a late check met is reported by its last beat before; without any lateness that is too early', () => {
  const slow = { ...calm().settings, checkIntervalMs: 20 * 60_000, staleAfterMs: 80 * 60_000 };
  const dying = { ...calm({ traders: [silentFrom(100, 400)] }), settings: slow };
  const early = withMessages(dying, message(DEATH, [open(152, 79), over(401, 79, 400)]), recovered);
  const certain = [
    { from: at(0), to: at(85) },
    { from: at(101), to: at(600) },
  ];
  expect(violationKinds(early)).toContain('false');
  expect(violationKinds({ ...early, watch: { ...early.watch, certain } })).toEqual([]);
});

test('A death may be reported by a beat before Redis was away, where no check need have met one since', () => {
  const slow = { ...calm().settings, checkIntervalMs: 20 * 60_000, staleAfterMs: 80 * 60_000 };
  const dying = { ...calm({ traders: [silentFrom(100, 400)] }), settings: slow };
  const reported = withMessages(dying, message(DEATH, [open(145, 64), over(401, 64, 400)]), recovered);
  const awayFrom = (from: number, to: number) => {
    const seen = [
      { from: at(0), to: at(from) },
      { from: at(to), to: at(600) },
    ];
    return violationKinds({ ...reported, watch: { ...reported.watch, certain: seen, possible: seen } });
  };
  expect(awayFrom(80, 84)).toEqual([]);
  expect(awayFrom(50, 54)).toContain('false');
});

test('A death is reported in its time also where the clocks of two instances differ', () => {
  const settings = { ...calm().settings, clockErrorMs: 20_000 };
  expect(violationKinds({ ...calm({ traders: [silentFrom(30, 40)] }), settings })).toEqual(['lost']);
});

describe('A death that two instances report under two ids, where neither can look up what the other posted', () => {
  const other = `no_sign_of_life:paper:docker:${at(30) + 18_000}`;
  const second = message(other, [open(36.1, 30.3), over(61, 30.3, 60)]);
  const ended = message(`${other}/recovered/2`, [said(61, 'Recovered after 30 min.')], { threadTs: '2' });
  const certain = [
    { from: at(0), to: at(45) },
    { from: at(90), to: at(600) },
  ];
  const twice = (lastId?: string): History => {
    const joined = lastId === undefined ? second : { ...second, lastId };
    const history = withMessages(death, reported, recovered, joined, ended);
    const slack = { ...history.slack, canReadHistory: false };
    const settings = { ...history.settings, clockErrorMs: 20_000 };
    return { ...history, slack, settings, watch: { ...history.watch, certain } };
  };
  const forgetting = (minute: number): History => {
    const history = twice();
    return { ...history, watch: { ...history.watch, forgot: [at(minute)] } };
  };

  test('is one where its alerts have become one', () => {
    expect(violationKinds(twice(DEATH))).toEqual([]);
    expect(violationKinds(twice())).toEqual(['twice']);
  });

  test('stays two where the message of one cannot be changed, or need not be', () => {
    const withSecond = (change: Partial<SlackMessage>): History => {
      const { slack, ...history } = twice();
      const messages = slack.messages.map((each) => (each.ts === second.ts ? { ...each, ...change } : each));
      return { ...history, slack: { ...slack, messages } };
    };
    const pointer = said(61, 'Down: paper docker goes on in a newer message.');
    expect(violationKinds(withSecond({ isSealed: true }))).toEqual([]);
    expect(violationKinds(withSecond({ versions: [...second.versions, pointer] }))).toEqual([]);
    expect(violationKinds(withSecond({ deleted: { at: at(70), by: 'person' } }))).toEqual([]);
  });

  test('stays two where an instance forgot its alert before that could be stored, and not where it was later', () => {
    expect(violationKinds(forgetting(80))).toEqual([]);
    expect(violationKinds(forgetting(150))).toEqual(['twice']);
  });
});

test('A stream of posts about one death is wrong; one post that comes again, as it may, is none', () => {
  const shown = (id: string, minute: number) => ({
    ...message(`${DEATH}/changed/${id}`, [said(minute, 'Down again')], { threadTs: '1' }),
    inChannelToo: true,
  });
  const minutes = [40, 42, 44, 46, 48, 50];
  const posting = (idAt: (minute: number) => string): History => {
    const history = withMessages(
      death,
      reported,
      recovered,
      ...minutes.map((minute) => shown(idAt(minute), minute)),
    );
    return { ...history, slack: { ...history.slack, canReadHistory: false } };
  };
  expect(violationKinds(posting(String))).toEqual(['wrong']);
  expect(violationKinds(posting((minute) => String(minute % 4)))).toEqual([]);
});
