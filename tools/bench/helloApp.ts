import { runBoltApp } from './boltApp';

void runBoltApp('/arb-status', ({ ack }) => ack('hello'));
