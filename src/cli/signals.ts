/** SIGINT and SIGTERM end the broker in good order; a second one ends the process at once. SIGHUP reads files again. */
import type { Logger } from 'pino';
import type { LifelineBroker } from '../create-broker.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const EXIT_IMPATIENT = 1;

export function closeOnSignal(
  broker: Pick<LifelineBroker, 'close'>,
  timeoutSeconds: number,
  logger: Logger,
): void {
  let isClosing = false;
  const close = async (signal: string) => {
    if (isClosing) process.exit(EXIT_IMPATIENT);
    isClosing = true;
    logger.info({ reason: signal, timeoutSeconds }, 'shutting down; a second signal ends at once');
    await broker.close({ timeoutSeconds });
    logger.info({ reason: signal }, 'stopped');
    // Nothing is left that holds the process; what the embedding host may have left is not waited for.
    process.exit(0);
  };
  for (const signal of SIGNALS) process.on(signal, () => void close(signal));
}

/** Also without files to read: the signal would end the process, which nobody means who sends it to a service. */
export function reloadOnSignal(broker: Pick<LifelineBroker, 'reloadFiles'>): void {
  process.on('SIGHUP', () => broker.reloadFiles());
}
