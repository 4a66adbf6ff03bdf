/** The lines of a trace from a file, a folder of parts, or standard input; packed with gzip or not. */
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { UserError } from './user-error.js';
const CHUNK_BYTES = 131_072;
const LINE_END = 0x0a;
const GZIP = [0x1f, 0x8b];
const PART = /^trace-\d+\.jsonl(\.gz)?$/;
/** What captures of packets begin with. */
const CAPTURES = ['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '0a0d0d0a'];
/** @throws UserError when there is nothing to read */
function traceFiles(path) {
    if (path === '-')
        return [path];
    if (!existsSync(path))
        throw new UserError(`there is no file or folder ${path}`);
    if (!statSync(path).isDirectory())
        return [path];
    const parts = readdirSync(path).filter((name) => PART.test(name));
    if (parts.length === 0) {
        throw new UserError(`${path} has no recording in it: no trace-000001.jsonl`);
    }
    return parts.sort().map((name) => join(path, name));
}
/** All lines of all files, which follow each other as if they were one. */
export async function* readTrace(path) {
    const files = traceFiles(path);
    const total = path === '-' ? 0 : files.reduce((sum, file) => sum + statSync(file).size, 0);
    let before = 0;
    for (const file of files) {
        const source = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: CHUNK_BYTES });
        let read = 0;
        source.on('data', (chunk) => {
            read += chunk.length;
        });
        const fraction = () => (total === 0 ? undefined : (before + read) / total);
        for await (const part of linesOf(await unpacked(source, file), fraction))
            yield { file, ...part };
        before += read;
    }
}
async function* linesOf(chunks, fraction) {
    let rest = [];
    for await (const chunk of chunks) {
        const lines = [];
        let from = 0;
        for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
            lines.push(textOf(rest, chunk, from, end));
            rest = [];
            from = end + 1;
        }
        if (from < chunk.length)
            rest.push(Buffer.from(chunk.subarray(from)));
        yield { lines, last: undefined, fraction: fraction() };
    }
    yield { lines: [], last: Buffer.concat(rest).toString('utf8'), fraction: fraction() };
}
function textOf(rest, chunk, from, end) {
    if (rest.length === 0)
        return chunk.toString('utf8', from, end);
    return Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8');
}
/** Looks at the first bytes, and puts what unpacks in between. */
async function unpacked(source, file) {
    const chunks = source[Symbol.asyncIterator]();
    const first = await chunks.next();
    const head = first.done === true ? Buffer.alloc(0) : first.value;
    if (CAPTURES.includes(head.subarray(0, 4).toString('hex'))) {
        throw new UserError(`${file} is a capture of packets (pcap), not a trace: it can be checked, not replayed`);
    }
    const all = again(head, chunks);
    if (head[0] !== GZIP[0] || head[1] !== GZIP[1])
        return all;
    const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
    void feed(all, gunzip);
    return readable(gunzip, file);
}
async function* again(head, rest) {
    if (head.length > 0)
        yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next())
        yield next.value;
}
async function feed(chunks, gunzip) {
    try {
        for await (const chunk of chunks) {
            if (gunzip.write(chunk))
                continue;
            await new Promise((resolve) => gunzip.once('drain', resolve));
        }
        gunzip.end();
    }
    catch (error) {
        gunzip.destroy(error);
    }
}
/** A packed file that was cut off gives what it has. */
async function* readable(gunzip, file) {
    try {
        for await (const chunk of gunzip)
            yield chunk;
    }
    catch (error) {
        const { code, message } = error;
        if (code !== 'Z_BUF_ERROR')
            throw new UserError(`${file} cannot be unpacked: ${message}`);
    }
}
//# sourceMappingURL=read-trace.js.map