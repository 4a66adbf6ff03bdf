/** Packets on their way, by what has sent them. */
import type { CauseId } from '../../machines/trace/format.ts';
import type { Parcel, World } from '../world/world.ts';

export interface InFlight {
  readonly link: number;
  readonly to: 'client' | 'broker';
  /** Its place in its direction: 0 arrives first. */
  readonly index: number;
  readonly inMs: number;
  readonly parcel: Parcel;
  /** Nothing arrives there for now: a partition, or a reader that has stalled. */
  readonly isHeld: boolean;
}

export function inFlight({ network, nowMs }: World): readonly InFlight[] {
  return network.links().flatMap((link) => {
    const { toBroker, toClient, isPartitioned } = network.snapshot(link, nowMs);
    const directions = [
      ['broker', toBroker],
      ['client', toClient],
    ] as const;
    return directions.flatMap(([to, { flights, isStalled }]) =>
      flights.flatMap(({ packet: parcel, inMs }, index) =>
        parcel === undefined
          ? []
          : [{ link, to, index, inMs, parcel, isHeld: isPartitioned || isStalled }],
      ),
    );
  });
}

export function flightOf(world: World, sentBy: CauseId): InFlight | undefined {
  return inFlight(world).find(({ parcel }) => parcel.by === sentBy);
}
