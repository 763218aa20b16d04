/** A rule about a trader gives `moneyFacts` as they were then: messages say by them whether real money is at stake. */
export type Details = Readonly<Record<string, string | number | boolean | null>>;
