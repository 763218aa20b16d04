import { controlText, eventMessage } from '../../formatters';
import { controlLine } from '../../formatters/live/controlText';
import type { AlertEvent } from '../../src/notify/model/notification';
import { seen } from '../helpers/alertHarness';
import { NIGHT } from '../helpers/incidents';

const options = { demo: false, currency: null, zone: 'UTC' };
const context = { now: NIGHT, deliveredLate: null, insteadOf: null };
const details = {
  ...{ what: 'entered', env: 'production', runId: 'run-1', mode: 'PANIC', was: 'RUNNING' },
  ...{ updatedAt: '2026-11-22T03:01:00Z', updatedBy: 'risk', reason: 'loss limit' },
  ...{ symbolBlacklist: 'BTC/KRW\nETH/KRW', symbols: 30 },
};
const event: AlertEvent = {
  rule: 'control',
  target: 'v2:production:run-1',
  level: 'loud',
  severity: 'critical',
  details,
  at: NIGHT,
};

const shownOf = (change: Partial<AlertEvent['details']>, level: AlertEvent['level'] = 'loud') =>
  seen(
    eventMessage(
      {
        ...event,
        level,
        severity: level === 'loud' ? 'critical' : 'info',
        details: { ...details, ...change },
      },
      context,
      options,
    ),
  );

test('A PANIC is reported loudly: where, since when, by whom, why, and what is not traded', () => {
  const { shown, text } = shownOf({});
  expect(shown).toContain('🚨 CRITICAL · PANIC: production');
  expect(shown).toMatch(
    /production, run run-1, is in PANIC since .* by risk: loss limit; no trading of BTC\/KRW, ETH\/KRW and 28 other symbols\./,
  );
  expect(text).toBe(
    'CRITICAL · PANIC: production, 03:02 UTC. production, run `run-1`, is in PANIC since 03:01 UTC by `risk`: `loss limit`; no trading of `BTC/KRW`, `ETH/KRW` and 28 other symbols.',
  );
});

test('What is not reported is left out', () => {
  const nothing = { updatedAt: null, updatedBy: null, reason: null, symbolBlacklist: '', symbols: 0 };
  expect(shownOf({ ...nothing, mode: 'EMERGENCY_CLOSE' }).text).toBe(
    'CRITICAL · EMERGENCY CLOSE: production, 03:02 UTC. production, run `run-1`, is in EMERGENCY CLOSE.',
  );
});

test('That it is over, or no longer reported, is said calmly', () => {
  const over = shownOf({ what: 'left', mode: 'PAUSED', was: 'PANIC', symbolBlacklist: '' }, 'normal');
  expect(over.shown).toContain('🔹 Info · PANIC is over: production');
  expect(over.text).toContain('was in PANIC and is now in PAUSED since 03:01 UTC by `risk`');
  const expired = shownOf({ what: 'expired' }, 'normal');
  expect(expired.shown).toContain('🔹 Info · PANIC is no longer reported: production');
  expect(expired.text).toContain(
    'has no control state any more: it has expired. It was in PANIC since 03:01 UTC.',
  );
});

test('A reason that tries to be a mention mentions nobody', () => {
  const message = eventMessage(
    { ...event, details: { ...details, reason: '<@U0123> <!channel>' } },
    context,
    options,
  );
  expect(JSON.stringify(message)).not.toContain('"type":"user"');
  expect(message.text).toContain('`&lt;@U0123&gt; &lt;!channel&gt;`');
});

test('A control state is a line for a screen and for a terminal', () => {
  const control = {
    mode: 'PANIC' as const,
    ...{ symbolBlacklist: ['BTC/KRW'], updatedAt: new Date('2026-11-22T03:01:00Z') },
    ...{ updatedBy: 'risk\u001b[31m', reason: 'loss limit' },
  };
  expect(controlText(control, 'Asia/Seoul')).toBe(
    'PANIC since 2026-11-22 12:01:00 Asia/Seoul by risk\\u001b[31m: loss limit; no trading of BTC/KRW',
  );
  expect(
    controlLine({ ...control, updatedAt: null, updatedBy: null, reason: null, symbolBlacklist: [] }),
  ).toEqual([{ bold: 'PANIC' }]);
});
