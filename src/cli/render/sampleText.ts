import { HISTORY_FIELDS } from '../../history/model/fields';
import type { RecordedSample } from '../../history/model/recordedSample';

/** The heading of `csvLines`. */
export const csvHead = (): string => `${['at', 'resolution', 'status', ...HISTORY_FIELDS].join(',')}\n`;

/** What was recorded, a line each, in UTC; a value that was not reported is empty. None of it needs quotes. */
export const csvLines = (samples: readonly RecordedSample[]): string =>
  samples
    .map(({ at, resolution, status, values }) =>
      [
        at.toISOString(),
        resolution,
        status ?? '',
        ...HISTORY_FIELDS.map((field) => values[field] ?? ''),
      ].join(','),
    )
    .map((line) => `${line}\n`)
    .join('');

/** The same for programs; null is "not reported". */
export const sampleJson = ({ at, resolution, status, values }: RecordedSample): object => ({
  at,
  resolution,
  status,
  values: Object.fromEntries(HISTORY_FIELDS.map((field) => [field, values[field] ?? null])),
});
