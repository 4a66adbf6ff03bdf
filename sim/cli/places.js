/** Places in a trace as flags take them, and what every help text says about them. */
import { InspectError } from '../inspect/inspect-error.js';
import { PLACES, parseWhere } from '../inspect/where.js';
import { UserError } from './user-error.js';
export const PLACE_HELP = `
A <place> is ${PLACES}.
Times count from the beginning of the trace; what is printed (1:02.003) can be given back.`;
export const TRACE_HELP = `
The <trace> is a file, a folder with a recording's parts, or - for standard input; gzip is seen by itself.`;
/** Undefined for a flag that was not given. @throws UserError that names the flag */
export function placeOf(flag, text) {
    if (text === undefined)
        return undefined;
    try {
        return parseWhere(text);
    }
    catch (error) {
        if (error instanceof InspectError)
            throw new UserError(`${flag}: ${error.message}`);
        throw error;
    }
}
//# sourceMappingURL=places.js.map