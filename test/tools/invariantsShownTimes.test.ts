import { at, DEATH, death, message, open, over, recovered, violationKinds, withMessages } from './fixtures';

const MINUTE_MS = 60_000;
const opened = open(36, 30);
const withLine = (time: string) => ({
  ...opened,
  text: `Warning · Down: paper docker. Since ${time} UTC.\n${opened.text}`,
});
const kinds = (...versions: Parameters<typeof message>[1]) =>
  violationKinds(withMessages(death, message(DEATH, versions), recovered));

test('A message whose first line says the same time as its text has nothing wrong', () => {
  expect(kinds(withLine('06:30'), over(61, 30, 60))).toEqual([]);
});

test('A message whose first line says another time than its text is wrong', () => {
  expect(kinds(withLine('06:36'), over(61, 30, 60))).toEqual(['wrong']);
});

test('A message that says that a trader recovered at a time that is still to come is wrong', () => {
  expect(kinds(opened, { ...over(61, 30, 90), at: at(61) })).toEqual(['wrong']);
});

test('A message is not wrong by what the clocks of two instances may differ', () => {
  expect(kinds(opened, { ...over(61, 30, 60), at: at(60) - MINUTE_MS })).toEqual([]);
});
