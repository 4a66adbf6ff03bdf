/** A broker in a process of its own, recorded or not: forked by bench/record.ts and bench/replay.ts. */
import { createBroker } from '../src/index.ts';

const [file] = process.argv.slice(2);
const bufferBytes = 134_217_728;
const backlogBytes = 4_294_967_296;
const record =
  file === undefined
    ? undefined
    : ({
        target: { file },
        payloads: 'whole',
        bufferBytes,
        backlogBytes,
        // Nothing may be left out: what recording costs is to be paid.
        whenFull: 'wait',
      } as const);
const broker = createBroker({ port: 0, ...(record && { record }) });
const [listener] = await broker.listen();
process.send?.((listener as { port: number }).port);
process.on('message', async () => {
  await broker.close({ timeoutSeconds: 1 });
  process.send?.('closed');
  process.disconnect();
});
