/** Lifeline as it comes, without its log, on a free port of loopback. */
import { createBroker } from '../../src/create-broker.ts';
import { serveParent } from './serve-parent.ts';

const broker = createBroker({ host: '127.0.0.1', port: 0 });
const [listener] = await broker.listen();
serveParent(listener?.port ?? 0);
