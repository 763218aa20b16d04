/** What the shortcuts of Slack's menus say. */
export const shortcuts = {
  /** At most 24 characters. */
  fleet: 'Fleet status',
  close: 'Close',
  reading: 'Reading the traders …',
  unknown:
    'This version of arbwatch does not know this shortcut. Please tell whoever runs the bot: the shortcuts of the Slack app are not those of its manifest.yml.',
  noAlert:
    'This message is no alert of arbwatch, or one of so long ago that nothing is known of it any more.',
};
