import { setImmediate } from 'node:timers/promises';
import { cachedUserProfiles } from '../../../src/slack/outbound/userProfiles';
import { settableClock } from '../../helpers/clock';
import { keptLog } from '../../helpers/log';

const SEOUL = { user: { tz: 'Asia/Seoul', locale: 'ko-KR' } };

/** A Slack that answers, or throws, what a test says. */
function slack(answer: () => Promise<unknown>) {
  const clock = settableClock();
  const state = { asked: 0, answer };
  const info = async () => {
    state.asked += 1;
    return state.answer();
  };
  return { clock, state, profiles: cachedUserProfiles({ users: { info } }, { clock, log: keptLog().log }) };
}

test('the zone and the language of a profile are asked for once in a quarter of an hour', async () => {
  const { clock, state, profiles } = slack(async () => SEOUL);
  clock.advance(14 * 60_000);
  expect([await profiles.zoneOf('U0SEOUL'), await profiles.languageOf('U0SEOUL')]).toEqual([
    'Asia/Seoul',
    'ko',
  ]);
  clock.advance(14 * 60_000);
  expect(await profiles.languageOf('U0SEOUL')).toBe('ko');
  expect(state.asked).toBe(1);
});

test.each([
  ['of which there is no catalogue', { user: { tz: 'Europe/Berlin', locale: 'de-DE' } }],
  ['that Slack does not tell', { user: { tz: 'Europe/Berlin' } }],
])('a language %s is not known, though the zone is', async (_, answer) => {
  const { profiles } = slack(async () => answer);
  expect([await profiles.zoneOf('U1'), await profiles.languageOf('U1')]).toEqual(['Europe/Berlin', null]);
});

test('what was known serves while Slack is asked again, and is then replaced', async () => {
  const { clock, state, profiles } = slack(async () => SEOUL);
  await profiles.languageOf('U1');
  clock.advance(15 * 60_000);
  state.answer = async () => ({ user: { tz: 'UTC', locale: 'en-US' } });
  expect(await profiles.languageOf('U1')).toBe('ko');
  await setImmediate();
  expect(await profiles.languageOf('U1')).toBe('en');
  expect(state.asked).toBe(2);
});

test('what was known stays while Slack cannot be reached, which is tried again a minute later', async () => {
  const { clock, state, profiles } = slack(async () => SEOUL);
  await profiles.languageOf('U1');
  clock.advance(15 * 60_000);
  state.answer = () => Promise.reject(new Error('connect ECONNREFUSED'));
  await profiles.languageOf('U1');
  await setImmediate();
  clock.advance(59_000);
  expect(await profiles.languageOf('U1')).toBe('ko');
  expect(state.asked).toBe(2);
  clock.advance(1_000);
  await profiles.languageOf('U1');
  await setImmediate();
  expect(state.asked).toBe(3);
});

test('of who cannot be asked for nothing is known', async () => {
  const { profiles } = slack(() => Promise.reject(new Error('connect ECONNREFUSED')));
  expect([await profiles.zoneOf('U1'), await profiles.languageOf('U1')]).toEqual([null, null]);
});
