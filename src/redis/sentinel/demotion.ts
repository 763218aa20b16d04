/**
 * Under Sentinel a trader that lives may be unseen for so long, in s: after a failover it goes on writing to the replaced
 * master, where it is connected to that, until a Sentinel demotes it, which also closes its connections.
 *
 * A Sentinel asks each server for its INFO every 10 s, and demotes a replaced master when it calls itself master for more
 * than 8 s (redis/src/sentinel.c: `sentinel_info_period`, and `sentinelRefreshInstanceInfo` with its wait of 4 times
 * `sentinel_publish_period`). The first INFO after the failover, or after the master is back, begins these 8 s, the
 * second has it demoted: measured with Redis 7.0, 10.1 to 10.7 s later, whatever `down-after-milliseconds` is. Where that
 * one comes amiss, since a server seemed to be down for a moment, it is the third, 10 s later. Another 10 s are left for
 * the trader to connect anew and to beat, and for the check that sees it.
 *
 * It is longer where every Sentinel takes itself for disturbed (TILT, 30 s), where a master that hung is back long after it
 * was replaced, and where the trader is cut off together with it: against that, `min-replicas-to-write` of Redis helps.
 */
export const MAX_STALE_MASTER_S = 30;
