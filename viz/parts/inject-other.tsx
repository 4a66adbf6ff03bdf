/** Bytes that are no packet, packets on their way, one more client, more time. */
import { useSignal } from '@preact/signals';
import type { ProtocolVersion } from '../../machines/index.ts';
import { findingOf } from '../play/bytes-form.ts';
import type { Action, Steps } from '../play/protocol.ts';
import { Field, Go } from './field.tsx';

interface OtherProps {
  readonly steps: Steps;
  readonly who: string;
  readonly send: (action: Action) => void;
}

/** What a decoder says of bytes that it does not take. */
const FINDINGS = [
  { value: '129', label: '0x81 Malformed Packet' },
  { value: '130', label: '0x82 Protocol Error' },
  { value: '149', label: '0x95 Packet too large' },
];

export function Malformed({ steps, who, send }: OtherProps) {
  const reasonCode = useSignal('129');
  const hex = useSignal('36 00');
  const finding = findingOf(hex.value);
  const detail = useSignal(finding.detail);
  const connection = steps.clients.find(({ name }) => name === who)?.connection ?? 0;
  const go = () => {
    const found = { reasonCode: Number(reasonCode.peek()), detail: detail.peek() };
    send(
      steps.isRecording
        ? { edit: { do: 'malformed', connection, ...found } }
        : { deed: { do: 'malformed', client: who, ...found } },
    );
  };
  return (
    <>
      <Field
        label="Bytes, in hexadecimal"
        value={hex.value}
        problem={finding.problem}
        onValue={(value) => {
          hex.value = value;
          detail.value = findingOf(value).detail;
        }}
      />
      {finding.remark !== '' && <p class="quiet small">{finding.remark}</p>}
      <div class="fields">
        <Field
          label="What the broker's decoder finds"
          value={reasonCode.value}
          choices={FINDINGS}
          onValue={(value) => {
            reasonCode.value = value;
          }}
        />
        <Field
          label="In words"
          value={detail.value}
          onValue={(value) => {
            detail.value = value;
          }}
        />
      </div>
      <Go label="Send the bytes" onGo={go} />
    </>
  );
}

export function Delay({ steps: { flights }, send }: OtherProps) {
  const sentBy = useSignal(flights[0]?.sentBy ?? '');
  const ms = useSignal('1000');
  const problem = useSignal('');
  if (flights.length === 0) return <p class="quiet">No packet is on its way here.</p>;
  const late = () => {
    const isFine = /^\d+$/.test(ms.peek());
    problem.value = isFine ? '' : 'a number of milliseconds';
    if (isFine) send({ deed: { do: 'delay', packet: sentBy.peek(), ms: Number(ms.peek()) } });
  };
  return (
    <>
      <div class="fields">
        <Field
          label="Packet"
          value={sentBy.value}
          choices={flights.map((each) => ({ value: each.sentBy, label: each.sentence }))}
          onValue={(value) => {
            sentBy.value = value;
          }}
        />
        <Field
          label="Later by, in ms"
          kind="number"
          value={ms.value}
          problem={problem.value || undefined}
          onValue={(value) => {
            ms.value = value;
          }}
        />
      </div>
      <p class="quiet small">
        What was sent after it on the same way is late too: the order stays. TCP loses no packet;
        lost means that the connection fails when it would have arrived.
      </p>
      <p class="go">
        <button type="button" class="main" onClick={late}>
          Let it be late
        </button>
        <button type="button" onClick={() => send({ deed: { do: 'lose', packet: sentBy.peek() } })}>
          Let it be lost
        </button>
      </p>
    </>
  );
}

const VERSIONS = [
  { value: '5', label: '5.0' },
  { value: '4', label: '3.1.1' },
  { value: '3', label: '3.1' },
];

export function Join({ steps: { clients }, send }: OtherProps) {
  const name = useSignal(`c${clients.length + 1}`);
  const clientId = useSignal(`client-${clients.length + 1}`);
  const version = useSignal('5');
  const isRaw = useSignal('false');
  const go = () => {
    const is = {
      clientId: clientId.peek(),
      version: Number(version.peek()) as ProtocolVersion,
      ...(isRaw.peek() === 'true' && { raw: true }),
    };
    send({ deed: { do: 'join', name: name.peek(), is } });
  };
  return (
    <>
      <div class="fields">
        <Field label="Name" value={name.value} onValue={(value) => (name.value = value)} />
        <Field
          label="Client Identifier"
          value={clientId.value}
          onValue={(value) => (clientId.value = value)}
        />
        <Field
          label="Version"
          value={version.value}
          choices={VERSIONS}
          onValue={(value) => (version.value = value)}
        />
        <Field
          label="A bare connection: it sends only what you tell it to"
          kind="flag"
          value={isRaw.value}
          onValue={(value) => (isRaw.value = value)}
        />
      </div>
      <p class="quiet small">It does nothing by itself. Let it connect next.</p>
      <Go label="Let it join" onGo={go} />
    </>
  );
}

export function Extend({ send }: OtherProps) {
  const seconds = useSignal('60');
  const ms = Number(seconds.value) * 1_000;
  return (
    <>
      <Field
        label="Seconds that the run goes on from here"
        kind="number"
        value={seconds.value}
        problem={ms > 0 ? undefined : 'a number of seconds'}
        onValue={(value) => (seconds.value = value)}
      />
      <Go label="Go on" onGo={() => ms > 0 && send({ deed: { do: 'extend', ms } })} />
    </>
  );
}
