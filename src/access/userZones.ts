/** The time zones that people set in their Slack profiles. */
export interface UserZones {
  /** An IANA zone; null where it is not known, such as without the scope `users:read`. Never rejects. */
  zoneOf(userId: string): Promise<string | null>;
}
