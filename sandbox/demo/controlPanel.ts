import type { Control, Controls } from '../controls';

/** One control, with what it does. */
export interface Switch {
  control(): Control;
  press(): void;
}

/** What a switch with two positions shows in one of them. */
export interface Position {
  /** What pressing it will do. */
  readonly label: string;
  /** What is so now. */
  readonly state: string;
}

/** A switch with two positions; `isOn` tells which it is in. */
export const toggle = (parts: {
  readonly id: string;
  readonly group: string;
  readonly isOn: () => boolean;
  readonly on: Position;
  readonly off: Position;
  readonly press: () => void;
}): Switch => ({
  control: () => ({ id: parts.id, group: parts.group, ...(parts.isOn() ? parts.on : parts.off) }),
  press: parts.press,
});

/** All switches together, as a page shows them. */
export class ControlPanel implements Controls {
  private readonly listeners = new Set<() => void>();
  private shown: string;

  constructor(private readonly switches: readonly Switch[]) {
    this.shown = this.appearance();
  }

  list(): readonly Control[] {
    return this.switches.map((one) => one.control());
  }

  /** @throws when there is no such control */
  async press(id: string): Promise<void> {
    const pressed = this.switches.find((one) => one.control().id === id);
    if (pressed === undefined) {
      const ids = this.list().map((control) => control.id);
      throw new Error(`There is no control "${id}"; there are ${ids.join(', ')}`);
    }
    pressed.press();
    this.refresh();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells the listeners when a label or a state has changed by itself. */
  refresh(): void {
    const appearance = this.appearance();
    if (appearance === this.shown) return;
    this.shown = appearance;
    for (const listener of this.listeners) listener();
  }

  private appearance(): string {
    return JSON.stringify(this.list());
  }
}
