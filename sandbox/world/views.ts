import { type Ids, randomHex } from '../ids';
import type { JsonObject } from '../json';
import { viewWithGeneratedIds } from './generatedIds';
import type { View, WorldChange } from './model';

/** The open modals, one stack a person, and the Home tabs. */
export class Views {
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();
  readonly #ids: Ids;
  readonly #tell: (change: WorldChange) => void;

  constructor(ids: Ids, tell: (change: WorldChange) => void) {
    this.#ids = ids;
    this.#tell = tell;
  }

  /** What this person sees on top: a modal, or null. */
  top(userId: string): View | null {
    return this.stack(userId).at(-1) ?? null;
  }

  /** This person's modals, the lowest first. */
  stack(userId: string): readonly View[] {
    return this.#stacks.get(userId) ?? [];
  }

  /** This person's Home tab, or null when the app never published one. */
  home(userId: string): View | null {
    return this.#homes.get(userId) ?? null;
  }

  /** An open modal or a Home tab, by the id Slack gave it. */
  byId(id: string): View | undefined {
    return [...[...this.#stacks.values()].flat(), ...this.#homes.values()].find((view) => view.id === id);
  }

  /** An open modal, by the id the app gave it. */
  byExternalId(externalId: string): View | undefined {
    return [...this.#stacks.values()].flat().find((view) => view.body.external_id === externalId);
  }

  /** Puts a modal on top of this person's stack. */
  push(userId: string, body: JsonObject): View {
    const id = this.#ids.next('V');
    const below = this.top(userId);
    const view: View = {
      id,
      kind: 'modal',
      userId,
      body: viewWithGeneratedIds(body, this.#ids),
      hash: randomHex(5),
      rootViewId: below?.rootViewId ?? id,
      previousViewId: below?.id ?? null,
    };
    this.#stacks.set(userId, [...this.stack(userId), view]);
    this.#tell({ kind: 'view-opened', view });
    return view;
  }

  /** The view with another body, in place of the old one. */
  replace(old: View, body: JsonObject): View {
    const view: View = { ...old, body: viewWithGeneratedIds(body, this.#ids), hash: randomHex(5) };
    if (old.kind === 'home') {
      this.#homes.set(old.userId, view);
      this.#tell({ kind: 'home-published', view });
      return view;
    }
    this.#stacks.set(
      old.userId,
      this.stack(old.userId).map((one) => (one.id === old.id ? view : one)),
    );
    this.#tell({ kind: 'view-changed', view });
    return view;
  }

  /** Closes the top modal, or all of them. */
  close(userId: string, { all = false }: { all?: boolean } = {}): void {
    const stack = this.stack(userId);
    const closed = all ? [...stack].reverse() : stack.slice(-1);
    this.#stacks.set(userId, all ? [] : stack.slice(0, -1));
    for (const view of closed) this.#tell({ kind: 'view-closed', view });
  }

  /** Makes this person's Home tab, or replaces it. */
  publishHome(userId: string, body: JsonObject): View {
    const known = this.home(userId);
    if (known !== null) return this.replace(known, body);
    const id = this.#ids.next('V');
    const view: View = {
      id,
      kind: 'home',
      userId,
      body: viewWithGeneratedIds(body, this.#ids),
      hash: randomHex(5),
      rootViewId: id,
      previousViewId: null,
    };
    this.#homes.set(userId, view);
    this.#tell({ kind: 'home-published', view });
    return view;
  }
}
