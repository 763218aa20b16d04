import type { Switch } from './controlPanel';
import type { DemoSystem } from './demo';
import { DEMO_TOTAL, WORKERS } from './tuning';
import type { Pace, TuningWorker } from './tuningWorker';

/** The total that `/arb-tuning` has to be told. */
const GROUP = `Tuning session of ${DEMO_TOTAL} iterations`;

/** Slow a worker of the session that runs, or stop it. */
export function tuningSwitches(demo: DemoSystem): Switch[] {
  return WORKERS.flatMap((name) => {
    const worker = () => workerNamed(demo.tuning.workers, name);
    const paceSwitch = (id: string, pace: Pace, away: string, back: string): Switch => ({
      control: () => ({
        id: `${id}-${name}`,
        group: GROUP,
        label: worker().pace === pace ? back : away,
        state: `${name}: ${worker().done ? 'finished' : worker().pace}`,
      }),
      press: () => worker().setPace(worker().pace === pace ? 'running' : pace, demo.now()),
    });
    return [
      paceSwitch('slow', 'slow', `Slow ${name} down`, `Let ${name} run at full speed`),
      paceSwitch('stop', 'stopped', `Stop ${name}`, `Start ${name} again`),
    ];
  });
}

function workerNamed(workers: readonly TuningWorker[], name: string): TuningWorker {
  const worker = workers.find((one) => one.name === name);
  if (worker === undefined) throw new Error(`The tuning session has no worker "${name}"`);
  return worker;
}
