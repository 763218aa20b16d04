import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../helpers/eventually';
import {
  ago,
  allWritten,
  checkAgo,
  countChecks,
  dataDir,
  everything,
  installHistories,
  openHistory,
} from '../helpers/threadHistories';

installHistories();

/** A disk of 16 MB; false where this user may not mount any. */
function mountSmallDisk(at: string): boolean {
  mkdirSync(at);
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', at]).status === 0;
}

function fillUp(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (;;) writeSync(handle, Buffer.alloc(65_536));
  } catch {
    // Now it is full.
  } finally {
    closeSync(handle);
  }
}

test('While the disk is full some checks wait, more are dropped and become a gap; and it is said once', async () => {
  if (!mountSmallDisk(dataDir())) return;
  const { history, log } = openHistory();
  try {
    history.record(checkAgo(500));
    await allWritten(history);
    fillUp(join(dataDir(), 'other'));
    for (let intervals = 499; intervals > 100; intervals--) history.record(checkAgo(intervals));
    await eventually(() => history.health().problem?.code === 'full', 'it is said that the disk is full');
    const { droppedChecks, pendingChecks } = history.health();
    expect(pendingChecks).toBe(240);
    expect(await countChecks(history)).toBe(400 - droppedChecks - pendingChecks);
    rmSync(join(dataDir(), 'other'));
    await allWritten(history);
    history.record(checkAgo(100));
    await eventually(() => history.health().problem === null, 'it is well again');
    const { points, gaps } = await history.series(everything);
    expect(points).toHaveLength(401 - droppedChecks);
    expect(gaps).toContainEqual({ from: ago(100 + droppedChecks + 1), to: ago(100), reason: 'not_recorded' });
    expect(log.lines().filter(({ msg }) => msg === 'history problem')).toHaveLength(1);
  } finally {
    await history.stop(2_000);
    spawnSync('umount', ['-l', dataDir()]);
  }
});
