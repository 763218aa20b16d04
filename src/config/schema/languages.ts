import { z } from 'zod';
import { fieldWith } from './setting';
import { channelId, LANGUAGE_CHOICE, languageName } from './values';

const field = fieldWith('languages: { C0123SEOUL: ko }');

/** The languages of channels that have their own. */
export const languagesSection = field(
  z.record(channelId, field(languageName.clone(), { expected: LANGUAGE_CHOICE })).optional(),
  { expected: 'ids of channels (C… or G…), each with its language' },
);
