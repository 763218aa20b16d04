import {
  digestMessage,
  incidentMessage,
  liveStatusMessage,
  overviewMessage,
  targetJson,
} from '../../formatters';
import { seen } from '../helpers/alertHarness';
import { calmTarget, digestWith, MORNING } from '../helpers/digests';
import { NIGHT, open } from '../helpers/incidents';
import { healthy, NOW, viewOf } from '../helpers/snapshots';
import { terminalText } from '../helpers/terminalText';

const options = {
  demo: false,
  currency: 'USDT',
  currencies: [{ targets: 'live:upbit*', currency: 'KRW' }],
  zone: 'UTC',
};
const upbit = viewOf({ ...healthy, mode: 'live', env: 'upbit', totalBalance: 2_500_000 });
const binance = viewOf({ ...healthy, mode: 'live', env: 'binance', totalBalance: 1_750 });
const [KRW, USDT] = ['2,500,000.00 KRW', '1,750.00 USDT'];

const evidence = {
  stake: { portfolio: { balance: 2_500_000, exposure: null, at: NIGHT }, positions: null },
  history: null,
  changes: [],
};
const alertOn = (target: string) => ({
  ...open,
  targets: open.targets.slice(0, 1).map((one) => ({ ...one, target })),
  evidence,
});

describe('A balance has the unit of its own target', () => {
  test('in the status and its notification', () => {
    const { text } = liveStatusMessage(upbit, options);
    expect(text).toContain(`balance ${KRW}`);
    expect(seen(liveStatusMessage(upbit, options)).shown).toContain(KRW);
    expect(liveStatusMessage(binance, options).text).toContain(`balance ${USDT}`);
  });

  test('in the overview, which adds up nothing', () => {
    const { shown } = seen(
      overviewMessage({ views: [upbit, binance], neverReported: [], now: NOW }, options),
    );
    expect(shown.match(/[\d,.]+ (?:KRW|USDT)/g)).toEqual([KRW, USDT]);
  });

  test('in a digest, which adds up nothing', () => {
    const targets = [
      { ...calmTarget, target: 'live:upbit', balance: { now: 2_500_000, before: null } },
      { ...calmTarget, target: 'live:binance', balance: { now: 1_750, before: null } },
    ];
    const { shown } = seen(digestMessage(digestWith(targets), { now: MORNING, because: null }, options));
    expect(shown.match(/[\d,.]+ (?:KRW|USDT)/g)).toEqual([KRW, USDT]);
  });

  test('in an alert', () => {
    const shown = (target: string) =>
      seen(incidentMessage(alertOn(target), { now: NIGHT, deliveredLate: null }, options)).shown;
    expect(shown('live:upbit')).toContain('balance 2,500,000.00 KRW');
    expect(shown('live:binance')).toContain('balance 2,500,000.00 USDT');
  });

  test('in the terminal, also as JSON', () => {
    expect(terminalText(liveStatusMessage(upbit, options))).toContain(KRW);
    expect(terminalText(liveStatusMessage(binance, options))).toContain(USDT);
    expect(targetJson(upbit, options)).toMatchObject({ totalBalance: 2_500_000, currency: 'KRW' });
    expect(targetJson(binance, { currency: null })).toMatchObject({ currency: null });
  });
});
