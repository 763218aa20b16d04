import { decodeMessageRef, decodeNotification, encodeNotification } from '../../src/notify/model/codec';
import type { Notification } from '../../src/notify/model/notification';

const at = new Date(Date.UTC(2026, 10, 22, 11, 2, 3));
const event = (id: string, details = {}): Notification => ({
  kind: 'event',
  occurrence: null,
  id,
  channel: 'C0ALERTS',
  detectedAt: at,
  event: { rule: 'test', target: 'test', level: 'normal', severity: 'warning', details, at },
});

describe('A stored delivery', () => {
  test('is read as it was written, the first time and every other', () => {
    const text = encodeNotification(event('a'));
    expect([decodeNotification(text), decodeNotification(text)]).toEqual([event('a'), event('a')]);
  });

  test('of the same id and another content is read as that', () => {
    const read = [1, 2].map((added) => decodeNotification(encodeNotification(event('a', { added }))));
    expect(read).toEqual([event('a', { added: 1 }), event('a', { added: 2 })]);
  });

  test('is read as itself among more than are remembered', () => {
    const all = Array.from({ length: 1_200 }, (_, i) => event(`event:${i}`));
    expect([...all, ...all].map((each) => decodeNotification(encodeNotification(each)))).toEqual([
      ...all,
      ...all,
    ]);
  });

  test.each([
    [{ rule: 'live_trading', target: 'live:docker', level: 'loud' }, 'critical'],
    [{ rule: 'live_trading', target: 'live:docker', level: 'normal' }, 'info'],
    [{ rule: 'circuit_breaker', target: 'paper:docker', level: 'normal' }, 'warning'],
    [
      { rule: 'tuning', target: 'tuning:docker:paper:s', level: 'normal', details: { what: 'finished' } },
      'info',
    ],
  ])('of an event %j of an earlier version is %s', (what, severity) => {
    const stored = { ...event('a'), event: { details: {}, at, ...what } };
    expect(decodeNotification(JSON.stringify(stored))).toMatchObject({ event: { ...what, severity } });
  });

  test('that cannot be read cannot be read the next time either', () => {
    expect([1, 2].map(() => decodeNotification('{"kind":"song"}'))).toEqual([null, null]);
  });

  test('is never read as the location of a message, whichever is read first', () => {
    const text = JSON.stringify({ channel: 'C0ALERTS', ts: '1.2', revision: 3 });
    expect([decodeNotification(text), decodeMessageRef(text)]).toEqual([
      null,
      { channel: 'C0ALERTS', ts: '1.2', revision: 3, coveredUntil: null, staleMessages: [] },
    ]);
  });
});
