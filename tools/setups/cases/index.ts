import type { CaseGroup } from '../setUp';
import { channelCases } from './channels';
import { environmentCases } from './environment';
import { fileCases } from './files';
import { hostCases } from './host';
import { peopleCases } from './people';
import { publicAddressCases } from './publicAddress';
import { redisContentCases } from './redisContent';
import { redisReachCases } from './redisReach';
import { slackCases } from './slackApp';

/** Every wrong set-up. */
export const CASE_GROUPS: readonly CaseGroup[] = [
  environmentCases,
  fileCases,
  slackCases,
  channelCases,
  peopleCases,
  publicAddressCases,
  redisReachCases,
  redisContentCases,
  hostCases,
];
