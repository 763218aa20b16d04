import { count, result, type Section } from '../bench/report';
import type { Table } from '../bench/table';
import type { Plan } from './plan';
import { slopeOf } from './slope';
import { AN_HOUR, type SoakOutcome, type SoakSample, STALE_AFTER_S, soak } from './soak';

/**
 * A bot that grew by this much an hour, in KB, would grow by 180 MB in a month; bots are deployed anew more often. What is
 * smaller than this cannot be reported from noise within the minutes of a soak.
 */
const GROWTH_LIMIT_KB = 256;
/** A run on a machine so busy that the slope is less certain than this, in KB, says nothing. */
const UNCERTAINTY_LIMIT_KB = 1_024;
const ROWS = 10;

/** Whether memory stays flat over hours. */
export async function soakSection(plan: Plan, progress: (text: string) => void): Promise<Section> {
  const outcome = await soak(plan.soak, progress);
  const { compression, simulatedHours, warmUpHours } = plan.soak;
  const anHour = (number: number): string => count(Math.round(number / simulatedHours));
  const counted = outcome.samples.filter(({ hours }) => hours >= warmUpHours);
  // In less time it is seen how the bot starts, and not whether it grows.
  const isLong = simulatedHours - warmUpHours >= 1;
  const slope = slopeOf(counted.map(({ hours, dataKb }) => ({ x: hours, y: dataKb })));
  return {
    title: 'A soak',
    about: [
      `${simulatedHours} hours in ${((simulatedHours * 60) / compression).toFixed(1)} minutes: the bot's clock and the waits ` +
        `of its watching and delivering run ${compression} times as fast, and so do the traders. In an hour of its time ` +
        `there were ${anHour(outcome.checks)} checks (the default interval makes ${count(AN_HOUR.seconds / 15)}), ` +
        `${anHour(outcome.tally.asked)} commands of the same mix as above, and ${AN_HOUR.deaths} deaths of 4 minutes, ` +
        `of which each is reported after ${STALE_AFTER_S} s. Heartbeats do not expire, since Redis's clock is not faster.`,
      'The heap is looked at right after a forced garbage collection, and the least of three looks in a row is taken, since ' +
        'the bot answers meanwhile. Compiled code is distinguished: V8 compiles what gets hot, for as long as something does, and ' +
        'what that comes to is bounded by the size of the program. The slope is that of a straight line through the data by ordinary least squares, with its 95% ' +
        `interval, without the first ${warmUpHours * 60} minutes of its time.`,
    ],
    tables: [samplesTable(outcome.samples), countsTable(plan, outcome)],
    results: [
      result('growth of the data in an hour', slope.perUnit, 'KB', null),
      result(
        'at least, with 95% certainty',
        slope.perUnit - slope.uncertainty,
        'KB',
        isLong ? { atMost: GROWTH_LIMIT_KB } : null,
      ),
      result('plus or minus', slope.uncertainty, 'KB', isLong ? { atMost: UNCERTAINTY_LIMIT_KB } : null),
      result('commands lost', outcome.tally.of.lost, '', { atMost: 0 }),
    ],
  };
}

const samplesTable = (samples: readonly SoakSample[]): Table => {
  const every = Math.max(1, Math.floor(samples.length / ROWS));
  return {
    head: ["the bot's time", 'data', 'compiled code', 'rss'],
    rows: samples
      .filter((_, i) => i % every === every - 1)
      .map(({ hours, dataKb, codeKb, rssMb }) => [
        `${hours.toFixed(2)} h`,
        `${count(Math.round(dataKb))} KB`,
        `${count(Math.round(codeKb))} KB`,
        `${rssMb.toFixed(1)} MB`,
      ]),
  };
};

const countsTable = (plan: Plan, { tally, checks, alerts }: SoakOutcome): Table => ({
  head: ['in all', ''],
  rows: [
    ["hours of the bot's time", `${plan.soak.simulatedHours}`],
    ['checks', count(checks)],
    ['commands', count(tally.asked)],
    ['answered with values', count(tally.of.inAck + tally.of.later)],
    ['refused', count(tally.of.refused)],
    ['without values', count(tally.of.unable)],
    ['messages of alerts', count(alerts)],
  ],
});
