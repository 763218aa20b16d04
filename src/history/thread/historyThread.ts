import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../lib/clock';
import { loadSqlite } from '../sqlite/driver';
import { HistoryFile } from './historyFile';
import { HistoryServer } from './historyServer';
import type { FromThread, ThreadOptions, ToThread } from './protocol';

const NO_SQLITE = 'there is no SQLite: use Node 22.13 or newer, or install @photostructure/sqlite';

/** The thread that SQLite runs in: a disk that hangs holds up nothing else. */
async function main({ path, mayWrite, missedAfterMs }: ThreadOptions): Promise<void> {
  const port = parentPort;
  if (port === null) return;
  const send = (message: FromThread): void => port.postMessage(message);
  const open = await loadSqlite();
  if (open === null) return send({ kind: 'missing', detail: NO_SQLITE });
  const file = new HistoryFile({
    open,
    path,
    mayWrite,
    clock: systemClock,
    missedAfterMs,
    log: (level, message, details) => send({ kind: 'log', level, message, details }),
  });
  const server = new HistoryServer(file, send, systemClock);
  port.on('message', (message: ToThread) => {
    server.handle(message);
    if (message.kind === 'close') port.close();
  });
  server.sendState();
}

void main(workerData);
