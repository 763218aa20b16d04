import { pino } from 'pino';
import { systemClock } from '../../src/lib/clock';
import { connectStores, type Stores } from '../../src/storage/connect';

/** The state in one Redis as the bot opens it, with the log turned off. */
export const quietState = ({ host, port }: { readonly host: string; readonly port: number }): Stores =>
  connectStores(
    { kind: 'single', host, port, db: 0, tls: false },
    { clock: systemClock, log: pino({ level: 'silent' }) },
  );
