/** Whether a message is one of followed messages, or about the end of one. */
export const isFollowed = (id: string): boolean => id.startsWith('follow:');
