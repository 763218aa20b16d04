import type { SessionProgress } from './sessionProgress';

/**
 * Adds the jobs that do not tell their mode to each session that has their id and env; where there is none, they are a
 * session without a mode.
 */
export function assignJobsWithoutMode(sessions: readonly SessionProgress[]): SessionProgress[] {
  const modeless = sessions.filter(({ session }) => session.mode === null);
  if (modeless.length === 0) return [...sessions];
  const byIdAndEnv = new Map(modeless.map((progress) => [idAndEnv(progress), progress]));
  const taken = new Set<SessionProgress>();
  const rest = sessions.filter(({ session }) => session.mode !== null);
  const joined = rest.map((progress) => {
    const jobs = byIdAndEnv.get(idAndEnv(progress));
    if (jobs === undefined) return progress;
    taken.add(jobs);
    return progress.withJobsOf(jobs);
  });
  return [...joined, ...modeless.filter((progress) => !taken.has(progress))];
}

const idAndEnv = ({ session }: SessionProgress): string => `${session.env}:${session.sessionId}`;
