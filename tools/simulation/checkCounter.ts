import { MINUTE } from './plan';

/** So many checks of each instance in so many minutes on end are made of something that is due again and again, or of nothing at all. */
const MOST_IN_A_MINUTE = 100;
const MINUTES = 3;

/** Finds instances that check without end. */
export class CheckCounter {
  private minute = Number.NEGATIVE_INFINITY;
  private count = 0;
  private busyMinutes = 0;

  constructor(
    private readonly instances: number,
    private readonly found: (what: string) => void,
  ) {}

  add(nowMs: number): void {
    const minute = Math.floor(nowMs / MINUTE);
    const most = MOST_IN_A_MINUTE * this.instances;
    if (minute !== this.minute) {
      const isOn = this.count > most && minute === this.minute + 1;
      this.busyMinutes = isOn ? this.busyMinutes + 1 : 0;
      if (this.busyMinutes === MINUTES)
        this.found(`checks without end: more than ${most} a minute for ${MINUTES} minutes`);
      this.minute = minute;
      this.count = 0;
    }
    this.count += 1;
  }
}
