import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { SlowNetworkOptions } from './slowNetwork';

const { port, eachWayMs }: SlowNetworkOptions = JSON.parse(process.argv[2] ?? '{}');
const clockedOut = new Int32Array(new SharedArrayBuffer(4));

/** Holds this whole process up: timers of Node do not know parts of a millisecond. */
const holdUp = (): unknown => Atomics.wait(clockedOut, 0, 0, eachWayMs);

const passOn = (from: Socket, to: Socket): void => {
  from.on('data', (data) => {
    holdUp();
    to.write(data);
  });
  from.on('close', () => to.destroy());
  from.on('error', () => to.destroy());
};

const server = createServer((near) => {
  const far = connect(port, '127.0.0.1');
  for (const socket of [near, far]) socket.setNoDelay();
  passOn(near, far);
  passOn(far, near);
});

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
// The bench is gone, however it went.
process.on('disconnect', () => process.exit());
