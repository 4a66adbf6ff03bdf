import { type Where } from '../inspect/where.ts';
export declare const PLACE_HELP = "\nA <place> is a record (1200), an effect of one (1200.3) or a time (500ms, 1.5s, 2min, 1h).\nTimes count from the beginning of the trace; what is printed (1:02.003) can be given back.";
export declare const TRACE_HELP = "\nThe <trace> is a file, a folder with a recording's parts, or - for standard input; gzip is seen by itself.";
/** Undefined for a flag that was not given. @throws UserError that names the flag */
export declare function placeOf(flag: string, text: string | undefined): Where | undefined;
//# sourceMappingURL=places.d.ts.map