/** One part of the proof: an npm script, and what it shows. */
export interface ProofPart {
  readonly name: string;
  /** What follows `npm run`. */
  readonly script: readonly string[];
  readonly about: string;
}

/** In this order: what is quick and fails often comes first. */
export const PARTS: readonly ProofPart[] = [
  { name: 'types', script: ['types'], about: 'the compiler' },
  { name: 'lint', script: ['lint'], about: 'the linter, and the rules about imports' },
  { name: 'audit', script: ['audit'], about: 'known vulnerabilities of dependencies' },
  { name: 'sbom', script: ['sbom'], about: 'the list of shipped packages' },
  { name: 'tests', script: ['test'], about: 'all tests' },
  { name: 'browser', script: ['test:browser'], about: 'the messages in Chromium' },
  { name: 'node24', script: ['test:node24'], about: 'all tests on Node 24' },
  { name: 'package', script: ['package'], about: 'what npm pack makes, installed elsewhere' },
  { name: 'setups', script: ['setups'], about: 'every wrong set-up, as processes' },
  {
    name: 'sim',
    script: ['sim', '--', '--seeds', '200', '--days', '7'],
    about: '200 scenarios of 7 days in virtual time',
  },
  {
    name: 'mutants',
    script: ['sim', '--', '--mutants'],
    about: 'whether the simulation finds injected bugs',
  },
  {
    name: 'rehearsals',
    script: ['rehearsals', '--', '1', '20', '3'],
    about: 'rehearsals against simulated bots',
  },
  { name: 'lab', script: ['lab'], about: '200 rounds of faults on real processes' },
  { name: 'fuzz', script: ['fuzz'], about: 'twenty times as many generated inputs as in the tests' },
];
