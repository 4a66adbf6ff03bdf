/** The worker: everything that is not drawing goes on here, on the same code as the command line's. */
import { type ChartName, machines, TraceError } from '../../machines/index.ts';
import { TraceReader } from '../../machines/trace/trace-reader.ts';
import { InspectError } from '../../sim/inspect/inspect-error.ts';
import { chartSvg } from '../../sim/render/chart/svg.ts';
import { scenarioNamed, scenarios } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import type { Answer, Opened, Request } from '../protocol.ts';
import { OpenTrace } from './trace.ts';

/** The part of a worker's scope that is used; the types of the page know another `self`. */
interface Scope {
  onmessage: (event: MessageEvent<Request>) => void;
  postMessage(answer: Answer): void;
}

type Named = Pick<Opened, 'scenario' | 'seed' | 'name' | 'title' | 'about'>;

const scope = globalThis as unknown as Scope;
let open: OpenTrace | undefined;

scope.onmessage = ({ data }) => {
  try {
    const answer = answerTo(data);
    if (answer !== undefined) scope.postMessage(answer);
  } catch (error) {
    const isTold = [TraceError, InspectError, RangeError].some((kind) => error instanceof kind);
    const message = isTold ? (error as Error).message : `${(error as Error).stack ?? error}`;
    scope.postMessage({ type: 'failed', what: data.type === 'read' ? data.name : '', message });
  }
};

function answerTo(request: Request): Answer | undefined {
  switch (request.type) {
    case 'simulate': {
      const { seed } = request;
      const scenario = scenarioNamed(request.scenario);
      const { name, title, about } = scenario;
      const lines: string[] = [];
      simulate(scenario, seed, (line) => lines.push(line));
      return opened(lines, { scenario: name, seed, name, title, about });
    }
    case 'read': {
      const { lines, note } = linesOf(request.text);
      const { name } = request;
      return opened(lines, { scenario: '', seed: '', name, title: name, about: note });
    }
    case 'moment':
      return open?.moment(Math.min(request.n, open.count), request.clientId, request.isAlone);
    case 'chart':
      return { type: 'chart', chart: request.chart, svg: bare(chartSvg(request.chart)) };
  }
}

/** The trace that is open stays open until there is another. */
function opened(lines: readonly string[], is: Named): Opened {
  const trace = new OpenTrace(lines);
  const { svg, ...ladder } = trace.ladder(is.title);
  open = trace;
  const { count, start } = trace;
  const clientIds = trace.clients.map(({ label }) => label);
  const clientId = trace.busiest?.label ?? '';
  const drawn = { svg: bare(svg), ...ladder };
  return { type: 'opened', ...is, count, start, clientIds, clientId, ladder: drawn };
}

/** A recorder that was cut off leaves half a record. */
function linesOf(text: string): { lines: readonly string[]; note: string } {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  if (last === '') return { lines, note: '' };
  const reader = new TraceReader();
  for (const line of lines) reader.read(line);
  const item = reader.readLast(last);
  if (typeof item === 'string') return { lines, note: `The file ${item}.` };
  return { lines: [...lines, last], note: '' };
}

/** The page has the style sheets of drawings once, and lets in none that stand in one. */
function bare(svg: string): string {
  return svg.replace(/<style>[\s\S]*?<\/style>\n?/, '');
}

scope.postMessage({
  type: 'ready',
  scenarios: scenarios.map(({ name, title, about }) => ({ name, title, about })),
  charts: Object.keys(machines) as ChartName[],
});
