/** Calls about what can be done to a run, what would be refused, and why; and about scenarios as text. */
import { type Clause, clause, type ProtocolVersion, type Watch } from '../../machines/index.ts';
import type { Link } from '../../sim/explain/why.ts';
import { whyNotIn } from '../../sim/explain/why-not.ts';
import { stateInWords } from '../../sim/inspect/entries.ts';
import { InspectError } from '../../sim/inspect/inspect-error.ts';
import type { Playback } from '../../sim/inspect/playback.ts';
import type { Deed, Place } from '../../sim/interact/deed.ts';
import { type PacketForm, packetForms } from '../../sim/interact/packet-fields.ts';
import { recordedClients, recordedSteps } from '../../sim/interact/recorded-steps.ts';
import { type Prospect, prospectsIn, prospectsOf, silenceIn } from '../../sim/interact/refused.ts';
import type { InteractiveRun } from '../../sim/interact/run.ts';
import { stepsAt } from '../../sim/interact/steps.ts';
import { CLIENTS_DO_NOT_REACT, type TraceEdit } from '../../sim/interact/trace-edit.ts';
import { clock } from '../../sim/render/sentences/words.ts';
import { parseScenario } from '../../sim/scenario/text/parse.ts';
import { printScenario } from '../../sim/scenario/text/print.ts';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import type {
  Action,
  CauseView,
  Checked,
  Forked,
  Prospects,
  ProspectView,
  Reopened,
  ScenarioText,
  Steps,
} from '../play/protocol.ts';
import type { ChartLink, ClauseText, Made } from '../protocol.ts';
import { editedOf, openedOf, playOf, reopened } from './plays.ts';
import { runNumbered } from './runs.ts';
import { openOf } from './trace.ts';

/** A place in an open run: after that record. */
export interface At {
  readonly run: number;
  readonly n: number;
}

export const playCalls = {
  /** A run with all that was done to it, from an address or a list of branches. */
  reopen(made: Made): Reopened {
    return reopened(made);
  },

  /** What can happen next, and what can be done. */
  steps({ run, n }: At): Steps {
    const { world } = playOf(run);
    return world === undefined ? stepsOfRecording(run, n) : stepsOfWorld(run, n, world);
  },

  /** What a client's parts would do with every event that their charts know. */
  prospects({ run, n, clientId }: At & { readonly clientId: string }): Prospects {
    return asked({ run, n, clientId }, (playback, watch) => {
      return prospectsOf(playback, watch, clientId);
    });
  },

  /** The same for one event, with facts of one's own: `PUBLISH topic=a/# qos=1`. */
  whyNot(about: At & { readonly clientId: string; readonly event: string }): Prospects {
    const { clientId, event } = about;
    return asked(about, (playback, watch) => {
      const found = whyNotIn(playback, watch, { event, clientId });
      const prospects = prospectsIn(found);
      if (prospects.length === 0) throw new InspectError(silenceIn(found));
      return prospects;
    });
  },

  /** What has led to a record or an effect, newest first. */
  causes({ run, id }: { readonly run: number; readonly id: string }): readonly CauseView[] {
    const story = openOf(runNumbered(run).trace).story(id);
    return story.map(({ id, timeMs, what, links, remarks }) => ({
      id,
      n: Number.parseInt(id, 10),
      time: clock(timeMs),
      what,
      links: links.map(linkOf),
      remarks,
    }));
  },

  /**
   * Does it after the record, in a run of its own.
   * @throws InterventionError when it cannot be done there
   */
  intervene(what: At & { readonly afterMs?: number; readonly action: Action }): Forked {
    const { run, n, afterMs, action } = what;
    const { world, recording } = playOf(run);
    if (world !== undefined && 'deed' in action) {
      return forked(run, world, { at: n, ...(afterMs !== undefined && { afterMs }) }, action.deed);
    }
    if (recording === undefined || !('edit' in action)) {
      throw new RangeError('that can be done to a run of the simulator only, not to a recording');
    }
    const kept = recording.edits.filter(({ at }) => at <= n);
    const edit = { ...action.edit, at: n } as TraceEdit;
    const opened = editedOf(run, { ...recording, edits: [...kept, edit] });
    return { opened, ...lastByHand(runNumbered(opened.run).trace.lines) };
  },

  /** The time moves to a deadline of the broker's, and that timer runs out before all else. */
  expire({ run, n, timer }: At & { readonly timer: string }): Forked {
    const { world } = playOf(run);
    const action: Action =
      world === undefined
        ? { edit: { do: 'fire', timer } }
        : { deed: { do: 'take', what: `broker ${timer}` } };
    return playCalls.intervene({ run, n, action });
  },

  packetForms(of: {
    readonly version: ProtocolVersion;
    readonly clientId: string;
  }): readonly PacketForm[] {
    return packetForms(of.version, of.clientId);
  },

  /** The scenario of a run, or one of ours by its name, as text. */
  scenarioText({ scenario, text }: Pick<Made, 'scenario' | 'text'>): ScenarioText {
    return { text: text ?? printScenario(scenarioNamed(scenario)) };
  },

  checkScenario({ text }: { readonly text: string }): Checked {
    const { scenario, problems } = parseScenario(text);
    return { problems, name: scenario?.name ?? '' };
  },
};

function stepsOfWorld(run: number, asked: number, world: InteractiveRun): Steps {
  const { n, steps, flights, clients } = stepsAt(world, asked);
  return {
    run,
    asked,
    n,
    isRecording: false,
    note: '',
    steps: steps.map(({ deed, client = '', ...step }) => ({ ...step, client, action: { deed } })),
    flights,
    clients,
  };
}

function stepsOfRecording(run: number, n: number): Steps {
  const { trace } = runNumbered(run);
  const [item] = n === 0 ? [] : trace.intake.itemsFrom(n);
  const { steps, clients } = openOf(trace).lookAt(n, (playback) => ({
    steps: recordedSteps(playback, item),
    clients: recordedClients(playback),
  }));
  return {
    run,
    asked: n,
    n,
    isRecording: true,
    note: CLIENTS_DO_NOT_REACT,
    steps: steps.map(({ edit: { at: _, ...edit }, client = '', ...step }) => ({
      ...step,
      client,
      isNext: false,
      action: { edit },
    })),
    flights: [],
    clients,
  };
}

function forked(run: number, world: InteractiveRun, place: Place, deed: Deed): Forked {
  const { source } = runNumbered(run);
  const next = world.fork(place, deed);
  const opened = openedOf(next, source.kind === 'scenario' ? source.text : undefined);
  return { opened, ...lastByHand(next.lines) };
}

/** The last thing that somebody has done, and where. */
function lastByHand(lines: readonly string[]): { readonly n: number; readonly words: string } {
  const line = lines.findLast((each) => each.includes('"kind":"byHand"')) ?? '{}';
  const { n, note } = JSON.parse(line);
  return { n, words: note.detail };
}

type Look<Seen> = (playback: Playback, watch: Watch) => Seen;

/** What the trace does not know is said, and is no error. */
function asked(
  { run, n, clientId }: At & { readonly clientId: string },
  look: Look<readonly Prospect[]>,
): Prospects {
  const { trace } = runNumbered(run);
  const head = { run, n, clientId };
  try {
    const found = openOf(trace).lookAt(n, look);
    return { ...head, prospects: found.map(prospectView), note: '' };
  } catch (error) {
    if (!(error instanceof InspectError)) throw error;
    return { ...head, prospects: [], note: error.message };
  }
}

function prospectView({ candidates, ...prospect }: Prospect): ProspectView {
  return {
    ...prospect,
    candidates: candidates.map((each) => ({ ...each, clauses: each.clauses.map(clauseText) })),
  };
}

function linkOf({ part, state, next, event, guards, clauses }: Link): ChartLink {
  const from = state === '' ? '' : stateInWords(state);
  return { part, from, to: stateInWords(next), event, guards, clauses: clauses.map(clauseText) };
}

function clauseText(id: Clause): ClauseText {
  return { id, summary: clause(id).summary };
}
