import type { ModalView } from '@slack/types';
import { messageView, overviewMessage, personalForm, pickerView } from '../../formatters';
import { healthy, NOW, silent, viewOf } from '../helpers/snapshots';

/** The bot's own forms and windows, by what they are called. */
export const FORMS: ReadonlyMap<string, ModalView> = new Map([
  [
    'the form of my settings',
    personalForm({
      language: 'en',
      zone: 'Asia/Seoul',
      send: { severities: ['critical'], targets: ['live:*'] },
      quiet: { from: 1_380, to: 420 },
    }),
  ],
  [
    'the form in which a command is chosen',
    pickerView({
      subject: 'target',
      command: '/arb-status',
      options: Array.from({ length: 120 }, (_, i) => ({ name: `paper env${i}`, words: `paper env${i}` })),
      periods: ['24h', '7d'],
    }),
  ],
  [
    'the fleet status',
    messageView(
      overviewMessage(
        { views: [viewOf(healthy), viewOf(silent)], neverReported: [], now: NOW },
        { demo: false, currency: null },
      ),
    ),
  ],
]);
