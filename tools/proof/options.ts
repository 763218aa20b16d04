import { parseArgs } from 'node:util';
import { PARTS, type ProofPart } from './parts';

export const USAGE = `Usage: npm run proof                        runs all parts one after the other: hours
       npm run proof -- PART …              only these
       npm run proof -- --except PART …     all but these

${PARTS.map(({ name, about }) => `  ${name.padEnd(11)}${about}`).join('\n')}

A part that fails does not stop the next ones. The output of each is in .cache/proof. Exit code 1 when any failed, 2 for a wrong argument.
`;

/** Which parts are to run, in the proof's own order; a sentence that says what is wrong with the arguments. */
export function chosenParts(args: readonly string[]): readonly ProofPart[] | string {
  let given: { readonly values: { readonly except: boolean }; readonly positionals: readonly string[] };
  try {
    given = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { except: { type: 'boolean', default: false } },
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const {
    values: { except },
    positionals,
  } = given;
  const unknown = positionals.find((word) => !PARTS.some(({ name }) => name === word));
  if (unknown !== undefined) return `${unknown} is no part of the proof`;
  if (except && positionals.length === 0) return '--except wants the parts that are to be left out';
  if (positionals.length === 0) return PARTS;
  return PARTS.filter(({ name }) => positionals.includes(name) !== except);
}
