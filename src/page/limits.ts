/** What the page's server bounds. None of it is the operator's to set: a page is for a person, and few watch at once. */

/** TCP connections, of browsers and of those who hold the door open. */
export const PAGE_CONNECTIONS_MAXIMUM = 64;
/** For a whole request to arrive. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** Files of the page, all in memory from the start. */
export const PAGE_FILES_MAXIMUM = 200;
export const PAGE_BYTES_MAXIMUM = 33_554_432;

/** Pages that watch the broker at the same time. */
export const VIEWERS_MAXIMUM = 8;
/** A page says nothing on the live connection. */
export const VIEWER_MESSAGE_BYTES_MAXIMUM = 1_024;
/** A viewer that has not answered a ping by the next one is gone. */
export const PING_EVERY_MS = 15_000;
/** For a viewer to say goodbye when the broker stops. */
export const CLOSE_TIMEOUT_MS = 1_000;

/** Lines are gathered for so long before they are sent. */
export const FLUSH_EVERY_MS = 50;
/** Bytes that may wait for one slow viewer; with more it has fallen behind, and begins again once it has caught up. */
export const VIEWER_BUFFER_BYTES = 8_388_608;
/** Few enough to begin again. */
export const VIEWER_CAUGHT_UP_BYTES = 262_144;
/** A viewer that has been behind for so long is asked to leave. */
export const VIEWER_PATIENCE_MS = 30_000;

/** Connections, sessions and what belongs to them, up to which the broker is shown as a whole. */
export const WATCHED_PARTS_MAXIMUM = 4_000;
/** What the broker does waits so long at a time while all that it holds is written down. */
export const SLICE_MS = 4;
/** Characters of that. */
export const BEGINNING_LENGTH_MAXIMUM = 4_194_304;
/** How much of a broker that has more is shown at the beginning. */
export const GLIMPSED_PARTS_MAXIMUM = 600;
/** Records in a second, on the average of a few seconds; a long record counts as several. */
export const RECORDS_PER_SECOND_MAXIMUM = 2_000;
/** Characters of a record that count as one more. */
export const RECORD_LENGTH = 1_024;
/** Effects of one step: a message to more subscribers than this is not told in full. */
export const EFFECTS_TOLD_MAXIMUM = 2_000;
/** Between two attempts to show the whole again. */
export const WHOLE_AGAIN_AFTER_MS = 5_000;
/** Between two records that say how much was left out. */
export const GAP_EVERY_MS = 10_000;
export const STATUS_EVERY_MS = 1_000;
/** A longer payload stands as its length alone. */
export const PAYLOAD_SHOWN_BYTES_MAXIMUM = 4_096;
