/** Messages that wait in sessions, and how many bytes they are. */
import type { Core } from './core.ts';
import type { Delivery, Queued, Session } from './parts.ts';

/** Puts a message behind those that wait. The caller has seen to the limits. */
export function enqueue(core: Core, session: Session, queued: Queued): void {
  const bytes = bytesOf(queued.delivery);
  session.queue.push(queued);
  session.queuedBytes += bytes;
  core.tally.queuedBytes += bytes;
  core.tally.queuedMessages += 1;
}

/** Takes the message that has waited longest. */
export function dequeue(core: Core, session: Session): Queued | undefined {
  const queued = session.queue.shift();
  if (queued === undefined) return undefined;
  const bytes = bytesOf(queued.delivery);
  session.queuedBytes -= bytes;
  core.tally.queuedBytes -= bytes;
  core.tally.queuedMessages -= 1;
  return queued;
}

/** Whether one of the limits leaves no room for the message to wait. */
export function isQueueFull(core: Core, session: Session, delivery: Delivery): boolean {
  const { queueLengthMaximum, queueBytesMaximum, queueBytesInAllMaximum } = core.options;
  if (session.queue.length >= queueLengthMaximum) return true;
  const bytes = bytesOf(delivery);
  return (
    session.queuedBytes + bytes > queueBytesMaximum ||
    core.tally.queuedBytes + bytes > queueBytesInAllMaximum
  );
}

/** Topics are counted in UTF-16 units, which is near enough for a limit. */
function bytesOf({ message }: Delivery): number {
  return message.payload.length + message.topicName.length;
}
