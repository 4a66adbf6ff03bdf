/** A packet that a client sends: any that its version has, with any fields. */
import { useSignal } from '@preact/signals';
import type { PacketField, PacketForm } from '../../sim/interact/packet-fields.ts';
import { fill, firstValues, type Values } from '../play/packet-form.ts';
import type { Action, Steps } from '../play/protocol.ts';
import { useAsked } from '../play/use-asked.ts';
import { Field, Go } from './field.tsx';

interface InjectPacketProps {
  readonly steps: Steps;
  readonly who: string;
  readonly send: (action: Action) => void;
}

const FIRST = 'PUBLISH';

export function InjectPacket({ steps, who, send }: InjectPacketProps) {
  const client = steps.clients.find(({ name }) => name === who);
  const { version = 5, clientId = '', connection = 0 } = client ?? {};
  const { answer: forms } = useAsked('packetForms', { version, clientId });
  const type = useSignal<string>(FIRST);
  const form = forms?.find((each) => each.type === type.value);
  if (forms === undefined || form === undefined) return <p class="quiet">…</p>;
  return (
    <>
      <Field
        label="Packet"
        value={type.value}
        choices={forms.map((each) => ({ value: each.type, label: each.type }))}
        onValue={(value) => {
          type.value = value;
        }}
      />
      <Fields
        key={form.type}
        form={form}
        onPacket={(packet) =>
          send(
            steps.isRecording
              ? { edit: { do: 'receive', connection, packet } }
              : { deed: { do: 'packet', client: who, packet } },
          )
        }
      />
    </>
  );
}

interface FieldsProps {
  readonly form: PacketForm;
  readonly onPacket: (packet: PacketForm['packet']) => void;
}

function Fields({ form, onPacket }: FieldsProps) {
  const values = useSignal<Values>(firstValues(form));
  const problems = useSignal<Readonly<Record<string, string>>>({});
  const one = (field: PacketField) => (
    <Field
      key={field.path}
      label={field.label}
      value={values.value[field.path] ?? ''}
      kind={KINDS[field.kind]}
      choices={field.choices.map(({ value, label }) => ({ value: `${value}`, label }))}
      isFree={field.kind === 'number'}
      isOptional={!field.isNeeded}
      hint={field.isNeeded ? '' : '(left out)'}
      problem={problems.value[field.path]}
      onValue={(value) => {
        values.value = { ...values.peek(), [field.path]: value };
      }}
    />
  );
  const needed = form.fields.filter(({ isNeeded }) => isNeeded);
  const others = form.fields.filter(({ isNeeded }) => !isNeeded);
  return (
    <>
      <div class="fields">{needed.map(one)}</div>
      {others.length > 0 && (
        <details>
          <summary>{`More fields: ${others.length}`}</summary>
          <div class="fields">{others.map(one)}</div>
        </details>
      )}
      <Go
        label={`Send ${form.type}`}
        onGo={() => {
          const filled = fill(form, values.peek());
          problems.value = filled.problems;
          if (filled.packet !== undefined) onPacket(filled.packet);
        }}
      />
    </>
  );
}

const KINDS: { readonly [Kind in PacketField['kind']]: 'text' | 'number' | 'flag' | 'lines' } = {
  text: 'text',
  bytes: 'text',
  choice: 'text',
  number: 'number',
  flag: 'flag',
  lines: 'lines',
  pairs: 'lines',
};
