/** Many clients that do nothing, and many sessions whose client is away: what each costs the broker in memory. */
import { type Client, connected } from './client.ts';
import { connectBytes, DISCONNECT, PACKET, subscribeBytes } from './packets.ts';

export type Crowd = 'idle' | 'offline';

const AT_ONCE = 20;
const idle: Client[] = [];

/** Adds members from one number to before another. They stay until `dismissCrowd`. */
export async function growCrowd(crowd: Crowd, port: number, from: number, to: number) {
  let next = from;
  const lane = async () => {
    while (next < to) {
      const number = next++;
      if (crowd === 'idle') idle.push(await connected(port, connectBytes(`idle-${number}`, true)));
      else await leaveSession(port, number);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

export function dismissCrowd(): void {
  for (const client of idle.splice(0)) client.destroy();
}

async function leaveSession(port: number, number: number): Promise<void> {
  const client = await connected(port, connectBytes(`offline-${number}`, false));
  client.send(subscribeBytes(`bench/device/${number}/commands`, 1));
  await client.received(PACKET.SUBACK, 1);
  const closed = new Promise<void>((resolve) => {
    client.onClosed = resolve;
  });
  client.end(DISCONNECT);
  await closed;
}
