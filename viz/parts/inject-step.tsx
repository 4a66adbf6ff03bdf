/** What a client does by its own chart, and what is done to the network and the broker. */
import { useSignal } from '@preact/signals';
import type { Deed } from '../../sim/interact/deed.ts';
import { AWAIT, CLIENT_STEPS } from '../../sim/scenario/text/steps.ts';
import type { Action, Steps } from '../play/protocol.ts';
import { fillShape, shapeFields } from '../play/shape-form.ts';
import { Field, Go } from './field.tsx';

interface StepProps {
  readonly steps: Steps;
  readonly who: string;
  readonly send: (action: Action) => void;
}

const DEEDS = Object.keys(CLIENT_STEPS).filter((step) => step !== 'wait' && step !== AWAIT);

export function ClientDoes({ who, send }: StepProps) {
  const step = useSignal('publish');
  return (
    <>
      <Field
        label="Does"
        value={step.value}
        choices={DEEDS.map((value) => ({ value, label: value }))}
        onValue={(value) => {
          step.value = value;
        }}
      />
      <StepFields
        key={step.value}
        step={step.value as keyof typeof CLIENT_STEPS}
        onFields={(fields) => {
          const deed = { do: 'client', client: who, step: { do: step.peek(), ...fields } };
          send({ deed: deed as unknown as Deed });
        }}
      />
    </>
  );
}

interface StepFieldsProps {
  readonly step: keyof typeof CLIENT_STEPS;
  readonly onFields: (fields: Readonly<Record<string, unknown>>) => void;
}

function StepFields({ step, onFields }: StepFieldsProps) {
  const shape = CLIENT_STEPS[step];
  const fields = shapeFields(shape);
  const texts = useSignal<Readonly<Record<string, string>>>(
    Object.fromEntries(fields.map(({ key, text }) => [key, text])),
  );
  const problems = useSignal<Readonly<Record<string, string>>>({});
  return (
    <>
      <div class="fields">
        {fields.map(({ word, key, words, expected, isNeeded, text }) => (
          <Field
            key={key}
            label={word}
            value={texts.value[key] ?? ''}
            choices={words.map((value) => ({ value, label: value }))}
            isFree={words.length === 1}
            isOptional={!isNeeded && text === ''}
            hint={isNeeded ? expected : `(left out) ${expected}`}
            problem={problems.value[key]}
            onValue={(value) => {
              texts.value = { ...texts.peek(), [key]: value };
            }}
          />
        ))}
      </div>
      <Go
        label={`Let it ${step}`}
        onGo={() => {
          const filled = fillShape(shape, texts.peek());
          problems.value = filled.problems;
          if (filled.fields !== undefined) onFields(filled.fields);
        }}
      />
    </>
  );
}

/** The same as in the list of steps, for who looks for them here. */
export function Fault({ steps: { steps }, send }: StepProps) {
  const all = steps.filter(({ kind }) => kind === 'fault' || kind === 'operator');
  const index = useSignal('0');
  const chosen = all[Number(index.value)];
  if (chosen === undefined) return <p class="quiet">There is nothing to be done here.</p>;
  return (
    <>
      <Field
        label="Fault"
        value={index.value}
        choices={all.map(({ sentence }, i) => ({ value: `${i}`, label: sentence }))}
        onValue={(value) => {
          index.value = value;
        }}
      />
      <Go label="Do it" onGo={() => send(chosen.action)} />
    </>
  );
}
