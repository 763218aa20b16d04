const Sequencer = require('@jest/test-sequencer').default;

/** These wait for processes and clocks more than they compute: begun first, they are done when the others are. */
const FIRST = [
  'tools/chaos',
  'tools/mutants',
  'tools/simulation',
  'doctor/setups',
  'main',
  'sandbox/demoStart',
];

const rankOf = ({ path }) => {
  const rank = FIRST.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
  return rank === -1 ? FIRST.length : rank;
};

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rankOf(a) - rankOf(b));
  }
};
