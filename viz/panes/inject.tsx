/** The dialog for everything that needs to be filled in: packets, what clients do, and what happens to the network. */
import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { Delay, Extend, Join, Malformed } from '../parts/inject-other.tsx';
import { InjectPacket } from '../parts/inject-packet.tsx';
import { ClientDoes, Fault } from '../parts/inject-step.tsx';
import { intervene } from '../play/playing.ts';
import type { Action, Steps } from '../play/protocol.ts';
import { useAsked } from '../play/use-asked.ts';
import { at, run } from '../state/run.ts';
import { dialog } from '../state/view.ts';

/** What every form is given. */
export interface FormProps {
  readonly steps: Steps;
  /** Name of the client that is chosen. */
  readonly who: string;
  readonly send: (action: Action) => void;
}

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly form: ComponentType<FormProps>;
  /** Whether it is about one client, who has to have a connection. */
  readonly client?: 'any' | 'connected';
  readonly isForRecordings?: boolean;
}

const KINDS: readonly Kind[] = [
  {
    id: 'packet',
    title: 'A packet from a client',
    form: InjectPacket,
    client: 'connected',
    isForRecordings: true,
  },
  {
    id: 'malformed',
    title: 'Bytes that are no packet',
    form: Malformed,
    client: 'connected',
    isForRecordings: true,
  },
  { id: 'does', title: 'Something that a client does', form: ClientDoes, client: 'any' },
  { id: 'fault', title: 'A fault, or an operator', form: Fault, isForRecordings: true },
  { id: 'flight', title: 'A packet on its way is late, or lost', form: Delay },
  { id: 'join', title: 'One more client', form: Join },
  { id: 'extend', title: 'More time', form: Extend },
];

export function InjectForm() {
  const open = run.value;
  const place = open && { run: open.run, n: at.value };
  const { answer: steps, trouble } = useAsked('steps', place);
  const chosen = useSignal('packet');
  const who = useSignal('');
  const afterMs = useSignal('');
  const problem = useSignal('');
  if (trouble !== '') return <p class="quiet">{trouble}</p>;
  if (steps === undefined) return <p class="quiet">…</p>;
  const kinds = KINDS.filter(
    ({ isForRecordings = false }) => isForRecordings || !steps.isRecording,
  );
  const kind = kinds.find(({ id }) => id === chosen.value) ?? (kinds[0] as Kind);
  const clients = steps.clients.filter(({ connection }) => {
    return kind.client !== 'connected' || connection !== undefined;
  });
  const client = clients.find(({ name }) => name === who.value) ?? clients[0];
  const Form = kind.form;
  const send = (action: Action) => {
    intervene(action, Number(afterMs.peek()) || 0).then(
      () => {
        dialog.value = '';
      },
      (error: Error) => {
        problem.value = error.message;
      },
    );
  };
  return (
    <div class="inject">
      <div class="fields">
        <label class="field">
          What
          <select
            data-first
            value={kind.id}
            onChange={({ currentTarget }) => {
              chosen.value = currentTarget.value;
              problem.value = '';
            }}
          >
            {kinds.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        {kind.client !== undefined && (
          <label class="field">
            Who
            <select
              value={client?.name ?? ''}
              onChange={({ currentTarget }) => {
                who.value = currentTarget.value;
              }}
            >
              {clients.length === 0 && <option value="">nobody is connected</option>}
              {clients.map(({ name, clientId, phase }) => (
                <option key={name} value={name}>
                  {`${name}${clientId === name ? '' : ` “${clientId}”`}, ${phase}`}
                </option>
              ))}
            </select>
          </label>
        )}
        {!steps.isRecording && (
          <label class="field">
            {`Milliseconds after record ${steps.n}`}
            <input
              type="number"
              min={0}
              value={afterMs.value}
              placeholder="0"
              onInput={({ currentTarget }) => {
                afterMs.value = currentTarget.value;
              }}
            />
          </label>
        )}
      </div>
      {(kind.client === undefined || client !== undefined) && (
        <Form
          key={`${kind.id} ${client?.name}`}
          steps={steps}
          who={client?.name ?? ''}
          send={send}
        />
      )}
      {problem.value !== '' && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
    </div>
  );
}
