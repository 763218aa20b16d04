import { digestMessage } from '../../formatters';
import { baselineOf } from '../../src/digests/baseline';
import { buildDigest } from '../../src/digests/buildDigest';
import { SECTIONS } from '../../src/digests/digest';
import { messageText } from '../helpers/messageText';
import { runScenario } from '../helpers/scenario';
import { ALWAYS, second, type Trader, trader } from '../helpers/traders';

const HOUR = 3600;
const directory = { prefixes: ['arbitrage'], envs: ['docker', 'staging'], named: [], ignored: [] };

/** A digest of all targets, of the second hour of a story. */
function digestOfHour(...traders: Trader[]) {
  const settings = { directory };
  const before = runScenario({ traders, until: HOUR, settings }).known;
  const { known } = runScenario({ traders, from: HOUR + 15, until: 2 * HOUR, known: before, settings });
  const config = { name: 'daily', targets: null, sections: SECTIONS };
  return buildDigest(known, baselineOf(before), config, second(2 * HOUR));
}

const shownOf = (...traders: Trader[]): string => {
  const options = { demo: false, currency: null, zone: 'UTC' };
  const context = { now: second(2 * HOUR), because: null, insteadOf: null };
  return messageText(digestMessage(digestOfHour(...traders), context, options));
};

const docker = trader('paper:docker', [ALWAYS]);
const qaFrom = (seconds: number) => trader('live:my <qa>', [[seconds, Infinity]]);

test('A trader that was found since the last digest is named in the next one, with the time', () => {
  expect(digestOfHour(docker, qaFrom(HOUR + 60)).found).toEqual([
    { target: 'live:my <qa>', at: second(HOUR + 60) },
  ]);
  expect(shownOf(docker, qaFrom(HOUR + 60))).toMatch(/New: live my <qa>, first seen 2026-11-22 04:01:00 UTC/);
});

test('A trader that was there before is not reported as new', () => {
  expect(digestOfHour(docker, qaFrom(60)).found).toEqual([]);
});

test('An env without any trader is not listed as silent', () => {
  const never = (target: Trader['target']) => trader(target, []);
  const { silent } = digestOfHour(docker, never('live:docker'), never('live:staging'));
  expect(silent).toEqual(['live:docker']);
});
