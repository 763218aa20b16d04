import type { History } from '../../proof/referee/history';
import {
  at,
  calm,
  DEATH,
  death,
  kinds,
  message,
  open,
  over,
  recovered,
  said,
  silentFrom,
  told,
  withMessages,
} from './histories';

test('A death that is told, and brought to its end, has nothing wrong', () => {
  expect(kinds(withMessages(death, told, recovered))).toEqual([]);
});

test('A death that nobody tells of is lost', () => {
  expect(kinds(death)).toEqual(['lost']);
});

test('A death while nobody watched need not be told', () => {
  const watch = {
    ...death.watch,
    certain: [{ from: at(0), to: at(31) }],
    possible: [{ from: at(0), to: at(600) }],
  };
  expect(kinds({ ...death, watch })).toEqual([]);
});

test('A silence that is too short is false when it is told', () => {
  const short = calm({ traders: [silentFrom(30, 33)] });
  const claimed = message(DEATH, [open(33, 30), over(35, 30, 33)]);
  expect(kinds(withMessages(short, claimed, recovered))).toContain('false');
});

test('A death that is told before its time has come is false', () => {
  expect(kinds(withMessages(death, message(DEATH, [open(32, 30), over(61, 30, 60)]), recovered))).toEqual([
    'false',
  ]);
});

test('A death may be told from older data where its message names the time in which it could not be seen', () => {
  const dying = calm({ traders: [silentFrom(100, 200)] });
  const saying = (since: number, words: string) =>
    withMessages(
      dying,
      message(DEATH, [
        said(110, `paper docker has had no heartbeat since @${at(since) / 1000}${words}`),
        over(201, 100, 200),
      ]),
      recovered,
    );
  const unseen = (from: number, to: number) =>
    `; the bot did not watch from @${at(from) / 1000} to @${at(to) / 1000}.`;
  const losing = (history: History, minute: number): History => ({
    ...history,
    watch: { ...history.watch, lost: [at(minute)] },
  });
  expect(kinds(saying(30, '.'))).toEqual(['false']);
  expect(kinds(losing(saying(30, '.'), 98))).toEqual(['false']);
  expect(kinds(saying(30, unseen(31, 102)))).toEqual(['false']);
  expect(kinds(losing(saying(30, unseen(31, 102)), 98))).toEqual([]);
  expect(kinds(losing(saying(30, unseen(31, 80)), 70))).toEqual(['false']);
});

test('A death that a late check met is told by its last beat before; without any lateness that is too early', () => {
  const slow = { ...calm().settings, checkIntervalMs: 20 * 60_000, staleAfterMs: 80 * 60_000 };
  const dying = { ...calm({ traders: [silentFrom(100, 400)] }), settings: slow };
  const early = withMessages(dying, message(DEATH, [open(152, 79), over(401, 79, 400)]), recovered);
  const certain = [
    { from: at(0), to: at(85) },
    { from: at(101), to: at(600) },
  ];
  expect(kinds(early)).toContain('false');
  expect(kinds({ ...early, watch: { ...early.watch, certain } })).toEqual([]);
});

test('A death may be told by one more limit later where clocks differ by so much that checks seem to be missed', () => {
  const clocksOff = (clockErrorMs: number, until: number) =>
    kinds({
      ...calm({ traders: [silentFrom(30, until)] }),
      settings: { ...calm().settings, clockErrorMs },
    }).filter((kind) => kind === 'lost');
  expect(clocksOff(0, 40)).toEqual(['lost']);
  expect(clocksOff(20_000, 40)).toEqual([]);
  expect(clocksOff(20_000, 60)).toEqual(['lost']);
});

test('A death of a trader that lives is false', () => {
  const alive = calm({ traders: [silentFrom(600, Infinity)] });
  expect(kinds(withMessages(alive, told, recovered))).toContain('false');
});

test('A death whose beginning is told ten minutes off is false, and the true one lost', () => {
  const off = message(`heartbeat:paper:docker:${at(40)}`, [open(46, 40), over(61, 40, 60)]);
  const note = message(`heartbeat:paper:docker:${at(40)}/recovered/2`, [said(61, 'Recovered.')]);
  expect(kinds(withMessages(death, off, note)).sort()).toEqual(['false', 'lost']);
});

test('Two incidents of one death are one too many', () => {
  const again = message(`heartbeat:paper:docker:${at(30) + 1}`, [open(37, 30), over(61, 30, 60)]);
  const note = message(`heartbeat:paper:docker:${at(30) + 1}/recovered/2`, [said(61, 'Recovered.')]);
  expect(kinds(withMessages(death, told, recovered, again, note))).toEqual(['twice']);
});

test('A death may be forgotten, though it is over, before Slack could take it', () => {
  const forgotAt = (minute: number): History => ({
    ...death,
    watch: { ...death.watch, forgot: [at(minute)] },
    slack: { ...death.slack, well: [{ from: at(300), to: at(600) }] },
  });
  expect(kinds(forgotAt(290))).toEqual([]);
  expect(kinds(forgotAt(320))).toEqual(['lost']);
});

test('A death need not be told by a check that notices that Redis has lost data', () => {
  const short = { ...calm().settings, checkIntervalMs: 20 * 60_000, staleAfterMs: 60 * 60_000 };
  const dying = { ...calm({ traders: [silentFrom(100, 206)] }), settings: short };
  const losing = (...lost: readonly number[]) => ({
    ...dying,
    watch: { ...dying.watch, lost: lost.map(at) },
  });
  expect(kinds(dying)).toEqual(['lost']);
  expect(kinds(losing(20))).toEqual(['lost']);
  expect(kinds(losing(155))).toEqual([]);
});

test('A later death that is told since the last beat of older data is no second incident of the earlier one', () => {
  const twice = calm({ traders: [silentFrom(30, 60)] });
  const later = message(`heartbeat:paper:docker:${at(30) + 1}`, [open(300, 30), over(400, 30, 390)]);
  const note = message(`heartbeat:paper:docker:${at(30) + 1}/recovered/2`, [said(401, 'Recovered.')]);
  const saying = (forgot: readonly number[]) => ({
    ...withMessages(twice, told, recovered, later, note),
    watch: { ...twice.watch, forgot },
  });
  expect(kinds(saying([]))).toContain('twice');
  expect(kinds(saying([at(200)]))).toEqual([]);
});
