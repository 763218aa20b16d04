/** `11-23 06:00:00.000`, in UTC. */
export const clock = (ms: number): string => new Date(ms).toISOString().slice(5, 23).replace('T', ' ');
