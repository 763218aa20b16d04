const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Many tests wait for processes and connections, so there are more of them at work than cores.
  maxWorkers: Math.ceil(availableParallelism() * 2),
  // What a test file has loaded is not all freed, and each promise takes longer beside it: a worker that grew begins anew.
  workerIdleMemoryLimit: '500MB',
  // Real servers start, fail over and hang here; a loaded machine takes its time.
  testTimeout: 60_000,
  globalSetup: '<rootDir>/test/globalSetup.ts',
  roots: ['<rootDir>/test'],
  // These want a browser, and have a config of their own.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/'],
  testSequencer: '<rootDir>/test/longestFirst.js',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
};
