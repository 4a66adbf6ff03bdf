/** The page: what is where. A pane that is not needed at first is fetched when it is first shown. */
import { About } from './panes/about.tsx';
import { Chart } from './panes/chart.tsx';
import { Help } from './panes/help.tsx';
import { Inspector } from './panes/inspector.tsx';
import { Ladder } from './panes/ladder.tsx';
import { Ledger } from './panes/ledger.tsx';
import { Live } from './panes/live.tsx';
import { Overview } from './panes/overview.tsx';
import { Palette } from './panes/palette.tsx';
import { Status } from './panes/status.tsx';
import { Timers } from './panes/timers.tsx';
import { TopBar } from './panes/top-bar.tsx';
import { Transport } from './panes/transport.tsx';
import { Dialog } from './parts/dialog.tsx';
import { lazy } from './parts/lazy.tsx';
import { type Tab, Tabs } from './parts/tabs.tsx';
import { trouble } from './state/run.ts';
import { rightTab, tab, view } from './state/view.ts';

/** In the middle. */
const VIEWS: readonly Tab[] = [
  { id: 'ladder', title: 'Ladder', pane: Ladder },
  { id: 'chart', title: 'Statechart', pane: Chart },
  {
    id: 'editor',
    title: 'Scenario',
    pane: lazy(async () => (await import('./panes/editor.tsx')).Editor),
  },
  {
    id: 'twin',
    title: '3.1.1 | 5.0',
    pane: lazy(async () => (await import('./panes/twin.tsx')).Twin),
  },
  {
    id: 'compare',
    title: 'Compare',
    pane: lazy(async () => (await import('./panes/compare.tsx')).Compare),
  },
  {
    id: 'table',
    title: 'Tables',
    pane: lazy(async () => (await import('./panes/table.tsx')).Table),
  },
];

/** On the left, above the ledger. */
const LEFT: readonly Tab[] = [
  { id: 'about', title: 'About', pane: About },
  {
    id: 'stories',
    title: 'Stories',
    pane: lazy(async () => (await import('./panes/gallery.tsx')).Stories),
  },
  {
    id: 'steps',
    title: 'Steps',
    pane: lazy(async () => (await import('./panes/steps.tsx')).Steps),
  },
  {
    id: 'branches',
    title: 'Branches',
    pane: lazy(async () => (await import('./panes/branches.tsx')).Branches),
  },
];

/** On the right, above the chart. */
const RECORD: readonly Tab[] = [
  { id: 'record', title: 'This record', pane: Inspector },
  {
    id: 'packets',
    title: 'Packets',
    pane: lazy(async () => (await import('./panes/packet.tsx')).PacketPane),
  },
  { id: 'why', title: 'Why', pane: lazy(async () => (await import('./panes/why.tsx')).Why) },
];

const LanesForm = lazy(async () => (await import('./panes/lanes.tsx')).Lanes);
const ShareForm = lazy(async () => (await import('./panes/share.tsx')).ShareForm);
const InjectForm = lazy(async () => (await import('./panes/inject.tsx')).InjectForm);

export function App() {
  return (
    <>
      <TopBar />
      <Live />
      {trouble.value !== '' && <Trouble />}
      <main>
        <div class="column">
          <section class="pane" aria-label="Run">
            <Tabs label="Run" tabs={LEFT} chosen={tab} />
          </section>
          <Ledger />
        </div>
        <section class="pane centre" aria-label="What happened">
          <Tabs label="View" tabs={VIEWS} chosen={view} />
        </section>
        <div class="column">
          <section class="pane" aria-label="The record at the cursor">
            <Tabs label="Record" tabs={RECORD} chosen={rightTab} />
          </section>
          {/* There is one drawing of each chart: it is large in the middle, or small here. */}
          {view.value !== 'chart' && <Chart />}
        </div>
      </main>
      <footer>
        <Timers />
        <div class="bar">
          <Overview />
        </div>
        <div class="bar position-bar">
          <Transport />
          <Status />
        </div>
      </footer>
      <Help />
      <Palette />
      <Dialog id="lanes" title="Lanes">
        <LanesForm />
      </Dialog>
      <Dialog id="share" title="Share" isWide>
        <ShareForm />
      </Dialog>
      <Dialog id="inject" title="Inject" isWide>
        <InjectForm />
      </Dialog>
    </>
  );
}

function Trouble() {
  return (
    <div id="error" role="alert">
      <p>{trouble.value}</p>
      <button
        type="button"
        class="plain"
        aria-label="Dismiss"
        onClick={() => {
          trouble.value = '';
        }}
      >
        ✕
      </button>
    </div>
  );
}
