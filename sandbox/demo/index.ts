export { demoControls, slackControls } from './controls';
export { type DemoOptions, DemoSystem } from './demo';
export { DEMO_SETTINGS } from './settings';
export { DEMO_TOTAL } from './tuning';
