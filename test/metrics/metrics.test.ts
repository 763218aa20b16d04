import { COMMANDS } from '../../commands';
import { ACTION_NAMES } from '../../commands/actions/actionNames';
import { Metrics } from '../../src/metrics/metrics';
import { metricNames, metricSamples } from '../helpers/metricSamples';

const commands = COMMANDS.map(({ name }) => name);

describe('Before anything happened', () => {
  const scrape = async () => {
    const metrics = new Metrics({ commands, actions: ACTION_NAMES });
    metrics.collectProcessMetrics();
    return metrics.text();
  };

  test.each([
    ...commands.map((name) => `arbwatch_command_duration_seconds_count{command="${name}"}`),
    ...ACTION_NAMES.map((name) => `arbwatch_action_duration_seconds_count{action="${name}"}`),
    ...['closed', 'full', 'other'].map((reason) => `arbwatch_log_write_errors_total{reason="${reason}"}`),
    ...['committed', 'conflict', 'kept', 'unavailable', 'error'].map(
      (outcome) => `arbwatch_checks_total{outcome="${outcome}"}`,
    ),
    'arbwatch_requests_rejected_total{reason="overload"}',
    'arbwatch_notification_latency_seconds_count{kind="incident"}',
    'arbwatch_notification_latency_seconds_bucket{le="+Inf",kind="page"}',
    'arbwatch_slack_request_errors_total{method="post",reason="rejected"}',
    'arbwatch_slack_request_errors_total{method="count",reason="ambiguous"}',
    'arbwatch_webhook_requests_total{type="pagerduty",result="failed"}',
    'arbwatch_notifications_dropped_total{kind="unreadable",by="bot"}',
    'arbwatch_redis_errors_total{reason="unreachable"}',
  ])('%s is 0, so that its first increase is one', async (sample) => {
    expect(metricSamples(await scrape()).get(sample)).toBe(0);
  });

  test('each counter and each histogram has its samples', async () => {
    const text = await scrape();
    const samples = [...metricSamples(text).keys()];
    const own = metricNames(text).filter((name) => name.startsWith('arbwatch_'));
    expect(own.filter((name) => !samples.some((sample) => sample.startsWith(name)))).toEqual([]);
  });
});
