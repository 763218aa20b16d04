import type { Scene } from './scene';
import { IN_ALERTS, inOrder, type Step, seen, use, watch } from './steps';

/** Nobody listens at the webhook's address. */
const FILE = `
on_call: { people: [U0OPERATOR, U0VIEWER], handover: { day: monday, time: '09:00' }, start: '2026-11-16' }
escalation:
  steps:
    - { after: 5m, notify: on_call }
    - { after: 10m, notify: on_call_next }
    - { after: 20m, webhook: pagerduty }
webhooks:
  pagerduty: { type: json, url: 'http://localhost:59999/', allow_http: true }
`;

const begin: Step = (stage) => stage.type('/arb-alerts drill now');

const drill = (name: string, title: string, situation: string, ...steps: readonly Step[]): Scene => ({
  name: `drill-${name}`,
  title,
  situation,
  file: FILE,
  env: { OPERATORS: 'U0OPERATOR' },
  shows: IN_ALERTS,
  prepare: inOrder(seen, begin, ...steps),
});

/** `/arb-alerts drill`, and what it sends. */
export const DRILL_SCENES: readonly Scene[] = [
  {
    name: 'drill-begun',
    title: 'Begun',
    situation: 'The operator tests whom alerts reach.',
    command: '/arb-alerts drill now',
    file: FILE,
    env: { OPERATORS: 'U0OPERATOR' },
    prepare: seen,
  },
  drill('running', 'While it runs', 'Two steps of the escalation were taken.', watch(25)),
  {
    ...drill('page', 'The direct message', 'The first step paged who is on call.', watch(15)),
    shows: { in: 'dm' },
  },
  {
    ...drill(
      'over',
      'Over',
      'The webhook could not be reached; then the operator acknowledged.',
      watch(200),
      use('incident:acknowledge'),
      watch(5),
    ),
    shows: { ...IN_ALERTS, has: 'DRILL over' },
  },
  {
    ...drill(
      'thread',
      'Its thread',
      'The operator acknowledged the drill.',
      watch(200),
      use('incident:acknowledge'),
      watch(5),
    ),
    shows: { ...IN_ALERTS, inThread: true },
  },
];
