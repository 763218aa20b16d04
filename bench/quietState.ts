import { pino } from 'pino';
import { systemClock } from '../src/clock';
import { openState, type State } from '../src/state/open';

/** The state in one Redis as the bot opens it, with the log turned off. */
export const quietState = ({ host, port }: { readonly host: string; readonly port: number }): State =>
  openState(
    { kind: 'single', host, port, db: 0, tls: false },
    { clock: systemClock, log: pino({ level: 'silent' }) },
  );
