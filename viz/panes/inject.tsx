/** The dialog for everything that needs to be filled in: packets, what clients do, and what happens to the network. */
import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { closeDialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Delay, Extend, Join, Malformed } from '../parts/inject-other.tsx';
import { InjectPacket } from '../parts/inject-packet.tsx';
import { ClientDoes, Fault } from '../parts/inject-step.tsx';
import { intervene } from '../play/playing.ts';
import type { Action, Steps } from '../play/protocol.ts';
import { useAsked } from '../play/use-asked.ts';
import { at, run } from '../state/run.ts';

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

const NOBODY = [{ value: '', label: 'nobody is connected' }];

function choiceOf({ name, clientId, phase }: Steps['clients'][number]) {
  const own = clientId === name || clientId === '' ? '' : ` “${clientId}”`;
  return { value: name, label: `${name}${own}, ${phase}` };
}

export function InjectForm() {
  const open = run.value;
  const place = open && { run: open.run, n: at.value };
  const { answer: steps, trouble } = useAsked('steps', place);
  const chosen = useSignal('packet');
  const who = useSignal('');
  const afterMs = useSignal('');
  const problem = useSignal('');
  const box = useRef<HTMLDivElement>(null);
  const isThere = steps !== undefined;
  // When the dialog opened, there was nothing in it yet.
  useEffect(() => {
    if (isThere) box.current?.querySelector('select')?.focus();
  }, [isThere]);
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
    intervene(action, Number(afterMs.peek()) || 0).then(closeDialog, (error: Error) => {
      problem.value = error.message;
    });
  };
  return (
    <div class="inject" ref={box}>
      <div class="fields">
        <Field
          label="What"
          value={kind.id}
          choices={kinds.map(({ id, title }) => ({ value: id, label: title }))}
          onValue={(value) => {
            chosen.value = value;
            problem.value = '';
          }}
        />
        {kind.client !== undefined && (
          <Field
            label="Who"
            value={client?.name ?? ''}
            choices={clients.length === 0 ? NOBODY : clients.map(choiceOf)}
            onValue={(value) => {
              who.value = value;
            }}
          />
        )}
        {!steps.isRecording && (
          <Field
            label={`Milliseconds after record ${steps.n}`}
            kind="number"
            value={afterMs.value}
            hint="0"
            onValue={(value) => {
              afterMs.value = value;
            }}
          />
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
