import { slotsIn } from '../../tools/simulation/calendar';

const SPAN = { from: Date.UTC(2026, 10, 23, 6), to: Date.UTC(2026, 10, 24, 7) };

test.each([
  ['0 9 * * *', 'UTC', ['23T09:00']],
  ['0 9 * * *', 'Europe/Berlin', ['23T08:00']],
  ['0 2 * * *', 'Asia/Seoul', ['23T17:00']],
  ['30 */6 * * *', 'UTC', ['23T06:30', '23T12:30', '23T18:30', '24T00:30', '24T06:30']],
  ['30 */6 * * *', 'Europe/Berlin', ['23T11:30', '23T17:30', '23T23:30', '24T05:30']],
])('A digest at %s in %s is due in these 25 hours at %j', (form, zone, slots) => {
  const found = slotsIn(form, zone, SPAN).map((at) => new Date(at).toISOString().slice(8, 16));
  expect(found).toEqual(slots);
});

test('What is due at the end of the span is in it, what is due at its beginning is not', () => {
  const nine = (day: number): number => Date.UTC(2026, 10, day, 9);
  expect(slotsIn('0 9 * * *', 'UTC', { from: nine(23), to: nine(24) })).toEqual([nine(24)]);
});
