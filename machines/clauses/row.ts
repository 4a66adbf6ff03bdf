/** The side whose behaviour a statement requires. The standard's *server* is our broker. */
export type Binds = 'server' | 'client' | 'both';

/** Number and title of the section, who is bound, and the rule in our words. */
export type ClauseRow = readonly [section: string, binds: Binds, summary: string];
