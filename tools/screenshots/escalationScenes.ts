import type { Scene } from './scene';
import { die, IN_ALERTS, inOrder, MINUTE_S, PAGING_FILE, press, type Step, seen, use, watch } from './steps';

const liveDies = inOrder(press('arm-live-docker'), seen, die('live-docker'));

const escalation = (name: string, title: string, situation: string, ...steps: readonly Step[]): Scene => ({
  name: `escalation-${name}`,
  title,
  situation,
  file: PAGING_FILE,
  shows: IN_ALERTS,
  prepare: inOrder(liveDies, ...steps),
});

/** Who is paged about what nobody acknowledges, and who is on call. */
export const ESCALATION_SCENES: readonly Scene[] = [
  {
    ...escalation(
      'page',
      'The direct message',
      'The live trader was stopped, and nobody acknowledged the alert for 5 min.',
      watch(6 * MINUTE_S),
    ),
    shows: { in: 'dm' },
  },
  {
    ...escalation(
      'thread',
      'Its thread',
      'Two people were paged; the webhook could not be reached. Then the operator acknowledged.',
      watch(24 * MINUTE_S),
      use('incident:acknowledge'),
      watch(5),
    ),
    shows: { ...IN_ALERTS, inThread: true, has: 'Could not' },
  },
  {
    ...escalation(
      'overview',
      'The open alert in /arb-alerts',
      'Nobody has acknowledged the alert; two people were paged.',
      watch(11 * MINUTE_S),
    ),
    command: '/arb-alerts',
    shows: { in: 'ops' },
  },
  {
    name: 'escalation-duty',
    title: 'Who is on call',
    situation: 'The operator asks who is on call.',
    command: '/arb-alerts duty',
    file: PAGING_FILE,
    prepare: seen,
  },
  {
    name: 'escalation-duty-swap',
    title: 'Somebody else on call',
    situation: 'The viewer is put on call until the evening.',
    command: '/arb-alerts duty swap U0VIEWER until 18:00',
    file: PAGING_FILE,
    env: { OPERATORS: 'U0OPERATOR' },
    prepare: seen,
  },
  {
    name: 'escalation-duty-changed',
    title: 'What the channel is told of it',
    situation: 'The viewer was put on call until the evening.',
    file: PAGING_FILE,
    env: { OPERATORS: 'U0OPERATOR' },
    shows: IN_ALERTS,
    prepare: inOrder(seen, (stage) => stage.type('/arb-alerts duty swap U0VIEWER until 18:00'), watch(2)),
  },
  {
    name: 'escalation-duty-name',
    title: 'A name that Slack does not resolve',
    situation: 'The operator types a name; Slack hands it over as text.',
    command: '/arb-alerts duty swap @vic',
    file: PAGING_FILE,
    prepare: seen,
  },
];
