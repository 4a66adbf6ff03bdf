/** How far something long has got, on standard error: one line that changes on a terminal, one line a while elsewhere. */
const TERMINAL_EVERY_MS = 200;
const LOG_EVERY_MS = 5_000;
export class Progress {
    #isWanted;
    #startedMs = performance.now();
    #isTerminal = process.stderr.isTTY === true;
    #lastMs = this.#startedMs;
    #hasShown = false;
    constructor(isWanted) {
        this.#isWanted = isWanted;
    }
    get seconds() {
        return (performance.now() - this.#startedMs) / 1_000;
    }
    at(steps, fraction) {
        if (!this.#isWanted)
            return;
        const now = performance.now();
        if (now - this.#lastMs < (this.#isTerminal ? TERMINAL_EVERY_MS : LOG_EVERY_MS))
            return;
        this.#lastMs = now;
        this.#hasShown = true;
        const part = fraction === undefined ? '' : `${Math.floor(fraction * 100)} %, `;
        const rate = Math.round(steps / this.seconds).toLocaleString('en-US');
        const line = `${part}${steps.toLocaleString('en-US')} inputs, ${rate} inputs/s`;
        process.stderr.write(this.#isTerminal ? `\r${line}\x1b[K` : `${line}\n`);
    }
    end() {
        if (this.#hasShown && this.#isTerminal)
            process.stderr.write('\r\x1b[K');
    }
}
//# sourceMappingURL=progress.js.map