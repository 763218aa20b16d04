import type { Scene } from './scene';
import { IN_ALERTS, inOrder, PAGING_FILE, type Step, seen, use, watch } from './steps';

const begin: Step = (stage) => stage.type('/arb-alerts drill now');

const drill = (name: string, title: string, situation: string, ...steps: readonly Step[]): Scene => ({
  name: `drill-${name}`,
  title,
  situation,
  file: PAGING_FILE,
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
    file: PAGING_FILE,
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
