import type { UnavailableReason } from '../../src/redis/errors';

/** What is wrong with Redis and Slack for everybody just now. */
export interface FaultModel {
  redisReason: UnavailableReason;
  isRedisAway: boolean;
  isRedisSlow: boolean;
  losesAnswers: boolean;
  /** The store takes no writes, and can be read. */
  refusesWrites: boolean;
  isSlackAway: boolean;
  slackFails: boolean;
  slackDrops: boolean;
  isSlackSlow: boolean;
  slackThrottles: boolean;
}

/** Nothing is wrong. */
export const noFaults = (): FaultModel => ({
  redisReason: 'unreachable',
  isRedisAway: false,
  isRedisSlow: false,
  losesAnswers: false,
  refusesWrites: false,
  isSlackAway: false,
  slackFails: false,
  slackDrops: false,
  isSlackSlow: false,
  slackThrottles: false,
});

export const isRedisHealthy = ({ isRedisAway, isRedisSlow, losesAnswers }: FaultModel): boolean =>
  !isRedisAway && !isRedisSlow && !losesAnswers;

export const isSlackHealthy = (faultModel: FaultModel): boolean => {
  const { isSlackAway, slackFails, slackDrops, isSlackSlow, slackThrottles } = faultModel;
  return !isSlackAway && !slackFails && !slackDrops && !isSlackSlow && !slackThrottles;
};
