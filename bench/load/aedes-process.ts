/** Aedes as it comes, its persistence in memory, on a free port of loopback. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { serveParent } from './serve-parent.ts';

const broker = await Aedes.createBroker();
// Without Nagle's algorithm, as the other two.
const server = createServer({ noDelay: true }, broker.handle);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
serveParent((server.address() as AddressInfo).port);
