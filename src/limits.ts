/** What the driver bounds: how much may wait to be written. What the law bounds is in BrokerOptions. */
import type { PayloadMode } from '../machines/index.ts';

export interface DriverLimits {
  /** Bytes waiting to be written to one connection from which on the core is told that it is congested. */
  readonly congestedBytes: number;
  /** Bytes waiting to be written to one connection that end it when there is more to come. */
  readonly writeBufferMaximumBytes: number;
}

/** Passwords that are hashed at once: fewer than the platform has threads (4), which files and names need too. */
export const PASSWORD_CHECKS_MAXIMUM = 3;

/** Connections beyond `connectionsMaximum` that are kept until they can be told so; with more they are cut off. */
export const REFUSALS_MAXIMUM = 1_000;

/** Between two publications of $SYS topics; 0 is none. */
export const SYS_INTERVAL_SECONDS = 10;

/** How payloads are shown on the page. Equal ones look equal; what they say is nobody's business. */
export const PAGE_PAYLOADS: PayloadMode = 'hashed';

export const DEFAULT_DRIVER_LIMITS: DriverLimits = {
  congestedBytes: 1_048_576,
  writeBufferMaximumBytes: 67_108_864,
};
