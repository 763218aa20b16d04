import fc from 'fast-check';
import { HISTORY_FIELDS } from '../../src/history/model/fields';
import { aggregateOfValue, concat } from '../../src/history/tiers/aggregate';
import type { Aggregates } from '../../src/history/tiers/bucket';
import { decodeField, decodeSpread, encodeSpread } from '../../src/history/tiers/spread';

/** As they are recorded: without a negative zero. */
const value = fc
  .oneof(
    fc.integer({ min: 0, max: 50 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: 9.9e6, max: 1.01e7, noNaN: true }),
  )
  .map((each) => each + 0);

/** The values of some fields over some checks, summed up. */
const aggregates = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...HISTORY_FIELDS), fc.array(value, { minLength: 1, maxLength: 6 })), {
      maxLength: 11,
    }),
    fc.integer({ min: 1, max: 20 }),
  )
  .map(([fields, checks]): [Aggregates, number] => {
    const summed = fields.map(([field, values]) => [
      field,
      values.map(aggregateOfValue).reduce((a, b) => concat(field, a, b) ?? a),
    ]);
    return [Object.fromEntries(summed), checks];
  });

const lastsOf = (fields: Aggregates) => HISTORY_FIELDS.map((field) => fields[field]?.last ?? null);

test('What is kept beside the last values gives back all that was summed up, to the bit', () => {
  fc.assert(
    fc.property(aggregates, ([fields, checks]) => {
      const spread = encodeSpread(fields, checks);
      expect(decodeSpread(lastsOf(fields), spread, checks)).toEqual(fields);
      for (const field of HISTORY_FIELDS) {
        const aggregate = fields[field];
        if (aggregate !== undefined)
          expect(decodeField(field, aggregate.last, spread, checks)).toEqual(aggregate);
      }
    }),
    { numRuns: 300 },
  );
});

test('Nothing is kept beside values that have not changed', () => {
  const fields = { totalBalance: { ...aggregateOfValue(1_000), count: 20 } };
  expect(encodeSpread(fields, 20)).toBeNull();
});
