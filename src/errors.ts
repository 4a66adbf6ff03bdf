/** Errors that are the user's to repair: their message is all that is worth showing, and says what to do. */

/** The configuration cannot be used. The command line exits with 2. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** The broker cannot listen where it should. The command line exits with 1. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}
