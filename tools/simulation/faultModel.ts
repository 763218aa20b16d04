import type { UnavailableReason } from '../../src/redis/errors';

/** What is wrong with Redis and Slack for everybody just now. */
export interface Weather {
  redisReason: UnavailableReason;
  isRedisAway: boolean;
  isRedisSlow: boolean;
  losesAnswers: boolean;
  isSlackAway: boolean;
  slackFails: boolean;
  slackDrops: boolean;
  isSlackSlow: boolean;
  slackThrottles: boolean;
}

/** Nothing is wrong. */
export const fairWeather = (): Weather => ({
  redisReason: 'unreachable',
  isRedisAway: false,
  isRedisSlow: false,
  losesAnswers: false,
  isSlackAway: false,
  slackFails: false,
  slackDrops: false,
  isSlackSlow: false,
  slackThrottles: false,
});

export const isRedisWellIn = ({ isRedisAway, isRedisSlow, losesAnswers }: Weather): boolean =>
  !isRedisAway && !isRedisSlow && !losesAnswers;

export const isSlackWellIn = (weather: Weather): boolean => {
  const { isSlackAway, slackFails, slackDrops, isSlackSlow, slackThrottles } = weather;
  return !isSlackAway && !slackFails && !slackDrops && !isSlackSlow && !slackThrottles;
};
