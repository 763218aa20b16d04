/**
 * Slack's limits, the one place where they are written down: the formatters keep to them and the sandbox
 * refuses what goes past them.
 *
 * Lengths are in characters (UTF-16 code units, as Slack's own counters and `String.length` have them), times in
 * milliseconds, the rest are counts. Sources: docs.slack.dev, pages "Block Kit" (reference/block-kit/blocks,
 * composition-objects, block-elements), "chat.postMessage", "Rate limits", "Implementing slash commands",
 * "Handling user interaction", "Verifying requests from Slack", "Using Socket Mode", "App manifest reference".
 */

/** Limits of one message as a whole. */
export const MESSAGE_LIMITS = {
  /** Blocks in one message. */
  blocks: 50,
  /** Characters in all blocks together; past it Slack answers `msg_blocks_too_long` (measured, not documented). */
  allBlocksText: 13_000,
  /** Top-level `text`; past it Slack cuts the text, far past it answers `msg_too_long`. */
  text: 40_000,
  /** Length at which `text` should stop, as Slack advises. */
  textAdvised: 4_000,
  /** Tables in one message, and likewise data tables; those within a container count. */
  tables: 1,
  /** Charts in one message (enforced, not documented). */
  charts: 2,
} as const;

/** Limits of a modal or an App Home. */
export const VIEW_LIMITS = {
  blocks: 100,
  title: 24,
  submit: 24,
  close: 24,
  privateMetadata: 3_000,
  callbackId: 255,
  /** Views on top of one another in one modal. */
  stack: 3,
} as const;

/** Limits of the blocks. */
export const BLOCK_LIMITS = {
  /** Characters of a `block_id`, which must also be unique within a message or view. */
  blockId: 255,
  headerText: 150,
  sectionText: 3_000,
  sectionFields: 10,
  sectionFieldText: 2_000,
  contextElements: 10,
  actionsElements: 25,
  imageUrl: 3_000,
  imageAltText: 2_000,
  imageTitle: 2_000,
  inputLabel: 2_000,
  inputHint: 2_000,
  /** Rows of a table, its header row counted. */
  tableRows: 100,
  tableColumns: 20,
  /** Rows of a data table below its header row. */
  dataTableRows: 100,
  /** Characters of a data table's cells together. */
  dataTableText: 10_000,
  /** Characters of its caption (none documented; it is one line). */
  dataTableCaption: 150,
  /** Rows that a data table shows at a time. */
  dataTablePage: 100,
  containerBlocks: 10,
  containerTitle: 150,
  containerSubtitle: 150,
} as const;

/** Limits of a chart, which is a block of the type `data_visualization`. */
export const CHART_LIMITS = {
  title: 50,
  /** Categories of a line, bar or area chart. Every series has one finite number for each of them. */
  categories: 20,
  series: 6,
  segments: 6,
  /** Characters of the name of a category, a series or a segment, which is unique in its chart. */
  name: 20,
  axisLabel: 50,
} as const;

/** Limits of the elements inside blocks. */
export const ELEMENT_LIMITS = {
  actionId: 255,
  buttonText: 75,
  buttonValue: 2_000,
  buttonUrl: 3_000,
  accessibilityLabel: 75,
  placeholder: 150,
  selectOptions: 100,
  selectOptionGroups: 100,
  overflowOptions: 5,
  /** Options of radio buttons and of check boxes. */
  choiceOptions: 10,
  plainTextInputMax: 3_000,
} as const;

/** Limits of the objects that blocks and elements are made of. */
export const OBJECT_LIMITS = {
  /** Characters of any text object that has no narrower limit of its own. */
  text: 3_000,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  optionUrl: 3_000,
  optionGroupLabel: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;

/** Times and counts of the conversation between Slack and an app. */
export const PROTOCOL_LIMITS = {
  /** A request or envelope not acknowledged within this time has failed. */
  ackMs: 3_000,
  /** A `trigger_id` opens a view within this time, once. */
  triggerIdMs: 3_000,
  responseUrlUses: 5,
  responseUrlMs: 30 * 60_000,
  /** How far a signed request's timestamp may be from now. */
  signatureAgeMs: 5 * 60_000,
  /** Times an event is sent again when nobody acknowledges it; commands are not. */
  eventRetries: 3,
  /** Socket Mode connections of one app. */
  socketConnections: 10,
  /** `chat.postMessage` to one channel: one in this time, short bursts allowed. */
  postMessageEveryMs: 1_000,
  /** `chat.update`: about this many in a minute. */
  updatesPerMinute: 50,
} as const;

/** Limits of the app manifest. */
export const MANIFEST_LIMITS = {
  commands: 50,
  /** Characters of a command, its slash counted. */
  commandMin: 2,
  commandMax: 32,
  commandDescription: 2_000,
  commandUsageHint: 1_000,
} as const;
