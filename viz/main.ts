/** The page: one model, one worker, and panes that show what is at the cursor. */
import { byId, options } from './dom.ts';
import { takeFiles } from './files.ts';
import { FIRST_PLACE, type Place, parseHash, printHash } from './hash.ts';
import { listen } from './help.ts';
import { type Action, FIRST_MODEL, type Model, reduce } from './model.ts';
import { ChartPane } from './panes/chart.ts';
import { InspectorPane } from './panes/inspector.ts';
import { LadderPane } from './panes/ladder.ts';
import { LedgerPane } from './panes/ledger.ts';
import { Toolbar } from './panes/toolbar.ts';
import type { Answer, Moment, Opened, Request } from './protocol.ts';
import { adoptDrawingStyles } from './styles.ts';

/** Browsers do not like an address that changes with every step. */
const ADDRESS_AFTER_MS = 250;

adoptDrawingStyles();
const worker = new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' });
let model: Model = FIRST_MODEL;
/** What is open, and what has been asked for. */
let place: Place = { ...FIRST_PLACE, scenario: '' };
let wanted: Place = parseHash(location.hash);
let moment: Moment | undefined;
/** Whether the first scenario is opened because the one in the address cannot be. */
let isInstead = false;
let isAsking = false;
let isStale = false;
let addressTimer: number | undefined;
let playTimer: number | undefined;

const toolbar = new Toolbar(dispatch, (scenario, seed) => run({ scenario, seed, at: undefined }));
const ladder = new LadderPane((at) => dispatch({ do: 'seek', at }));
const chart = new ChartPane((name) => ask({ type: 'chart', chart: name }));
const ledger = new LedgerPane();
const inspector = new InspectorPane();
const client = byId<HTMLSelectElement>('client');
const chartName = byId<HTMLSelectElement>('chart-name');
const everyone = byId<HTMLInputElement>('everyone');

function ask(request: Request): void {
  worker.postMessage(request);
}

function run(next: Place): void {
  wanted = next;
  ask({ type: 'simulate', scenario: next.scenario, seed: next.seed });
}

function dispatch(action: Action): void {
  const before = model;
  model = reduce(model, action);
  if (model.isPlaying !== before.isPlaying || model.speed !== before.speed) schedule();
  if (model.at !== before.at || model.clientId !== before.clientId) look();
  if (moment !== undefined && model.chart !== before.chart) showChart(moment);
  toolbar.show(model, moment?.time ?? '');
}

function schedule(): void {
  clearInterval(playTimer);
  if (!model.isPlaying) return;
  playTimer = window.setInterval(() => dispatch({ do: 'tick' }), 1_000 / model.speed);
}

/** One question at a time: who drags the slider gets what is under it now, not all that was. */
function look(): void {
  if (isAsking) {
    isStale = true;
    return;
  }
  isAsking = true;
  isStale = false;
  ask({ type: 'moment', n: model.at, clientId: model.clientId, isAlone: !everyone.checked });
}

worker.onmessage = ({ data }: MessageEvent<Answer>) => {
  switch (data.type) {
    case 'ready':
      toolbar.stories(data.scenarios);
      options(
        chartName,
        data.charts.map((name) => [name]),
      );
      chartName.value = model.chart;
      return run(wanted);
    case 'opened':
      return opened(data);
    case 'moment':
      isAsking = false;
      if (isStale) look();
      return show(data);
    case 'chart':
      chart.add(data.chart, data.svg);
      return moment && showChart(moment);
    case 'failed':
      isAsking = false;
      return failed(data.what, data.message);
  }
};

function opened({ name, title, about, scenario, seed, ladder: drawn, ...trace }: Opened): void {
  // What was wrong with an address is still to be read when another scenario takes its place.
  byId('error').hidden = !isInstead;
  isInstead = false;
  const isWanted = scenario === wanted.scenario && seed === wanted.seed;
  place = { scenario, seed, at: isWanted ? wanted.at : undefined };
  toolbar.opened(scenario, seed);
  byId('title').textContent = title;
  byId('about').textContent = about;
  document.title = `${name} · Lifeline`;
  ladder.open(drawn);
  model = reduce(model, { do: 'open', ...trace, at: place.at ?? trace.start });
  options(
    client,
    trace.clientIds.map((id) => [id]),
  );
  client.value = model.clientId;
  schedule();
  look();
}

function show(shown: Moment): void {
  moment = shown;
  toolbar.show(model, shown.time);
  ladder.show(shown.n);
  inspector.show(shown);
  ledger.show(shown);
  showChart(shown);
  place = { ...place, at: shown.n };
  clearTimeout(addressTimer);
  addressTimer = window.setTimeout(writeAddress, ADDRESS_AFTER_MS);
}

function writeAddress(): void {
  history.replaceState(null, '', printHash(place) || location.pathname);
}

function showChart({ active }: Moment): void {
  chart.show(model.chart, active[model.chart]);
}

/** What was open stays open. */
function failed(what: string, message: string): void {
  const error = byId('error');
  error.textContent = what === '' ? message : `${what}: ${message}`;
  error.hidden = false;
  toolbar.opened(place.scenario, place.seed);
  isInstead = moment === undefined && what === '' && !isInstead;
  if (isInstead) run(FIRST_PLACE);
}

listen(dispatch);
takeFiles((name, text) => ask({ type: 'read', name, text }), failed);
client.addEventListener('change', () => dispatch({ do: 'client', clientId: client.value }));
everyone.addEventListener('change', () => moment && look());
chartName.addEventListener('change', () => {
  dispatch({ do: 'chart', chart: chartName.value as Model['chart'] });
});
window.addEventListener('hashchange', () => {
  const next = parseHash(location.hash);
  const isSame = next.scenario === place.scenario && next.seed === place.seed;
  if (isSame && next.at !== undefined) dispatch({ do: 'seek', at: next.at });
  else run(next);
});
window.addEventListener('resize', () => {
  ladder.fit();
  if (moment !== undefined) showChart(moment);
});
