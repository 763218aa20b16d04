import { SESSION } from '../bench/keyspace';
import { LONG_DEAD } from './plan';

/** A command as it is commandAt. */
export interface TypedCommand {
  readonly command: string;
  readonly text: string;
  readonly user: string;
}

const dead = `${LONG_DEAD.mode} ${LONG_DEAD.env}`;

/** Of a hundred commands so many are these; two of them change something. */
const OF_A_HUNDRED: readonly (readonly [times: number, command: string, text: string])[] = [
  [28, '/arb-status', 'paper docker'],
  [24, '/arb-status', ''],
  [6, '/arb-status', 'live docker'],
  [14, '/arb-alerts', ''],
  [6, '/arb-alerts', 'why shadow docker'],
  [8, '/arb-tuning', SESSION.sessionId.slice(0, 8)],
  [3, '/arb-tuning', ''],
  [3, '/arb-digest', ''],
  [3, '/arb-status', 'papre dokcer'],
  [3, '/arb-tuning', 'help'],
  [1, '/arb-alerts', `ack ${dead}`],
  [1, '/arb-alerts', `snooze ${dead} 1h`],
];

const USERS = ['operator', 'viewer', 'stranger', 'seoul'] as const;
/** Has no divisor in common with a hundred, so that commands of one kind do not come in a row. */
const STRIDE = 37;

const LINES = OF_A_HUNDRED.flatMap(([times, command, text]) =>
  Array.from({ length: times }, () => ({ command, text })),
);

/** The nth command of the traffic, the same in every run. */
export function commandAt(n: number): TypedCommand {
  const { command, text } = LINES[(n * STRIDE) % LINES.length] ?? { command: '/arb-status', text: '' };
  return { command, text, user: USERS[n % USERS.length] ?? 'operator' };
}

/** What is commandAt, and how often in a hundred. */
export const describeMix = (): string =>
  OF_A_HUNDRED.map(([times, command, text]) => `${times} \`${`${command} ${text}`.trim()}\``).join(', ');
