import { amountText } from '../../../formatters/text/amount';
import { inLanguage } from '../../../src/lib/language';

const inKorean = (value: number, currency: string | null): string =>
  inLanguage('ko', () => amountText(value, currency));

test('An amount of a hundred million won or more is also said in Korean units, behind all of its digits', () => {
  expect(inKorean(1_234_567_890, 'KRW')).toBe('1,234,567,890.00 KRW (약 12.35억)');
  expect(inKorean(100_000_000, 'KRW')).toBe('100,000,000.00 KRW (약 1억)');
  expect(inKorean(-2_345_678_901_234, 'KRW')).toBe('-2,345,678,901,234.00 KRW (약 −2.346조)');
});

test.each([
  ['a smaller one', 99_999_999, 'KRW', '99,999,999.00 KRW'],
  ['one of another currency', 1_234_567_890, 'USDT', '1,234,567,890.00 USDT'],
  ['one without a currency', 1_234_567_890, null, '1,234,567,890.00'],
  ['one that is none', 1e300, 'KRW', '1e+300 KRW'],
])('Of %s there are the digits alone', (_, value, currency, shown) => {
  expect(inKorean(value, currency)).toBe(shown);
});

test('In English an amount is its digits', () => {
  expect(amountText(1_234_567_890, 'KRW')).toBe('1,234,567,890.00 KRW');
});
