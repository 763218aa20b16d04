import type { Scene } from './scene';
import { die, IN_ALERTS, inOrder, type Step, seen, watch } from './steps';

const FILE = `
rules:
  no_sign_of_life: { stale_after: 90s }
digests:
  - { name: weekly, cron: '0 9 * * 1' }
notify: { critical: [here] }
webhooks:
  pager: { type: pagerduty, routing_key: R0123456789ABCDEF }
`;
const CHANGED = `
tuning_timezone: Asia/Seoul
rules:
  no_sign_of_life: { stale_after: 2m, targets: { 'live:docker': { stale_after: 45s } } }
digests:
  - { name: weekly, cron: '0 8 * * 1' }
notify: { critical: [here, S0ONCALL] }
webhooks:
  pager: { type: pagerduty, routing_key: R9876543210FEDCBA }
`;
const WRONG = FILE.replace('90s', 'soon').replace('digests', 'digest');

const OPERATED = { OPERATORS: 'U0OPERATOR' };

/** The file is another one, and somebody reloads. */
const reloadWith =
  (text: string): Step =>
  async (stage) => {
    stage.write(text);
    await stage.type('/arb reload');
  };

/** A file whose changes are announced, or refused. */
export const CONFIGURATION_SCENES: readonly Scene[] = [
  {
    name: 'config-changed',
    title: 'The configuration was changed',
    situation:
      'Somebody changed the file and typed /arb reload: the alert channel reads what is different now.',
    file: FILE,
    env: OPERATED,
    shows: IN_ALERTS,
    prepare: inOrder(seen, reloadWith(CHANGED), watch(5)),
  },
  {
    name: 'config-refused',
    title: 'A file was refused',
    situation: 'Something in the changed file is wrong: the bot goes on as before, and says why once.',
    file: FILE,
    env: OPERATED,
    shows: IN_ALERTS,
    prepare: inOrder(seen, reloadWith(WRONG), watch(5)),
  },
  {
    name: 'reload-applied',
    title: 'The answer to a reload',
    situation: 'The file has changed.',
    command: '/arb reload',
    file: FILE,
    env: OPERATED,
    prepare: inOrder(seen, (stage) => stage.write(CHANGED)),
  },
  {
    name: 'reload-refused',
    title: 'The answer where the file is wrong',
    situation: 'Something in the changed file is wrong.',
    command: '/arb reload',
    file: FILE,
    env: OPERATED,
    prepare: inOrder(seen, (stage) => stage.write(WRONG)),
  },
  {
    name: 'config-older',
    title: 'An answer by an instance with an older configuration',
    situation: 'Another instance was started with a newer file, which this one does not have yet.',
    command: '/arb-status paper docker',
    file: FILE,
    env: OPERATED,
    prepare: inOrder(seen, (stage) => stage.startElsewhere(CHANGED), watch(20)),
  },
  {
    name: 'alert-target-gone',
    title: 'Its target was taken out of the configuration',
    situation: 'The paper trader is down, and the changed file leaves paper traders out.',
    file: FILE,
    env: OPERATED,
    shows: { ...IN_ALERTS, has: 'Closed' },
    prepare: inOrder(
      seen,
      die('paper-docker'),
      reloadWith(`${FILE}discover: { ignore: ['paper:*'] }\n`),
      watch(20),
    ),
  },
];
