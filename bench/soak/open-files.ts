/** How many files a process may have open. Every connection is one, on either side. */

/** What a process has open besides: standard streams, the channel, the event loop's own. */
const BESIDES = 200;

/** Infinity where there is no limit, or none that the system tells. Node has raised the soft limit to the hard one. */
export function openFilesMaximum(): number {
  const { report } = process as { report?: { getReport(): object; excludeNetwork?: boolean } };
  if (report === undefined) return Number.POSITIVE_INFINITY;
  // Names of the network's other ends are looked up else, which takes long.
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as { userLimits?: Limits };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY;
}

/** What is to be done about a limit that is too low; undefined when it is not. */
export function tooFewFiles(connections: number, maximum: number): string | undefined {
  // Takeovers have two connections for a moment.
  const needed = Math.ceil(connections * 1.1) + BESIDES;
  if (maximum >= needed) return undefined;
  return (
    `${connections} connections need ${needed} open files in each of two processes, and ${maximum} are allowed: ` +
    `\`ulimit -n ${needed}\` first (as an administrator, where the hard limit is lower), or ` +
    `--connections ${Math.max(4, Math.floor((maximum - BESIDES) / 1.1))}`
  );
}

interface Limits {
  readonly open_files?: { readonly soft: number | string };
}
