import type { SharedTexts, TextChange, TextSlot } from '../sharedTexts';

/** Shared by all that are given this one. */
export class MemorySharedTexts implements SharedTexts {
  private readonly names = new Map<string, Map<string, string>>();

  constructor(private readonly store: { ping(): Promise<void> } = { ping: async () => undefined }) {}

  async get(slots: readonly TextSlot[]): Promise<readonly (string | null)[]> {
    await this.store.ping();
    return slots.map((slot) => this.read(slot));
  }

  async all(name: string): Promise<ReadonlyMap<string, string>> {
    await this.store.ping();
    return new Map(this.names.get(name));
  }

  async swap(changes: readonly TextChange[]): Promise<readonly boolean[]> {
    await this.store.ping();
    return changes.map((change) => {
      if (this.read(change) !== change.expected) return false;
      const fields = this.names.get(change.name) ?? new Map<string, string>();
      this.names.set(change.name, fields.set(change.field, change.text));
      return true;
    });
  }

  async remove(name: string, fields: readonly string[]): Promise<void> {
    await this.store.ping();
    for (const field of fields) this.names.get(name)?.delete(field);
  }

  /** As when Redis evicts keys, or loses its data. */
  lose(isLost: (name: string) => boolean = () => true): void {
    for (const name of [...this.names.keys()]) if (isLost(name)) this.names.delete(name);
  }

  /** All of it as it is now, which no change of this one reaches. */
  copy(): MemorySharedTexts {
    const copy = new MemorySharedTexts(this.store);
    for (const [name, fields] of this.names) copy.names.set(name, new Map(fields));
    return copy;
  }

  private read({ name, field }: TextSlot): string | null {
    return this.names.get(name)?.get(field) ?? null;
  }
}
