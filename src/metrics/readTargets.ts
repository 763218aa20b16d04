import type { TargetStates, TargetView } from '../alerting/targetStates';
import type { Logger } from '../lib/logger';
import type { TargetDirectory } from '../monitors/live/targetDirectory';
import { StateUnavailableError } from '../redis/errors';
import { type Place, placeId, type TargetId } from '../state/keys';
import type { TargetReading } from './targetMetrics';

/** So many targets have samples, up to 24 each. */
const MAX_TARGETS = 200;
/** A label is no place for what is longer, in characters. */
const MAX_ID_LENGTH = 200;

export interface TargetReaderDeps {
  readonly states: Pick<TargetStates, 'of'>;
  readonly targets: Pick<TargetDirectory, 'list'>;
  /** The targets that the configuration file names, which should run. */
  readonly named: () => ReadonlyMap<TargetId, unknown>;
  readonly log: Logger;
}

/**
 * Reads the traders for a scrape as every screen does, in the order in which screens show them: live first. Those that
 * reported nothing, and need not, are left out. Resolves to null where they cannot be read, and never rejects.
 */
export function targetReader({
  states,
  targets,
  named,
  log,
}: TargetReaderDeps): () => Promise<TargetReading | null> {
  return async () => {
    try {
      const all = targets.list();
      const shown = all.filter(isShort).slice(0, MAX_TARGETS);
      const views = await states.of(shown);
      return {
        views: views.filter((view) => isKnown(view) || named().has(view.state.target)),
        omitted: all.length - shown.length,
      };
    } catch (error) {
      if (!(error instanceof StateUnavailableError)) log.error({ err: error }, 'target metrics failed');
      return null;
    }
  };
}

const isShort = (place: Place): boolean => placeId(place).length <= MAX_ID_LENGTH;

const isKnown = ({ state, snapshot }: TargetView): boolean =>
  state.status !== 'not_reported' || !snapshot.reportsNothing || state.incidents.length > 0;
