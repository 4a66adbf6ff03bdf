/** The packets of the record at the cursor: fields, properties, and the bytes that were on the wire. */
import type { FieldView, PacketView } from '../packet/protocol.ts';
import { Scroll } from '../parts/scroll.tsx';
import { useAsked } from '../play/use-asked.ts';
import { at, run } from '../state/run.ts';

export function PacketPane() {
  const open = run.value;
  const n = at.value;
  const { answer, trouble } = useAsked('packets', open && { run: open.run, n });
  const isOfThis = answer?.run === open?.run;
  const { packets = [], packetsInAll = 0 } = isOfThis ? (answer ?? {}) : {};
  const more = packetsInAll - packets.length;
  return (
    <Scroll id="packets" label="Packets of the record, with their bytes">
      {trouble !== '' && <p class="quiet">{trouble}</p>}
      {answer !== undefined && packets.length === 0 && (
        <p class="quiet">{`No packet came or went in record ${n}.`}</p>
      )}
      {packets.map((packet, i) => (
        <Packet key={i} packet={packet} />
      ))}
      {more > 0 && <p class="quiet">{`… and ${more} more.`}</p>}
    </Scroll>
  );
}

function Packet({ packet }: { packet: PacketView }) {
  const { type, way, fate, size, fields, properties, hex, notes } = packet;
  return (
    <section class="packet" aria-label={`${type}, ${way}`}>
      <h3>{type}</h3>
      <p class="quiet">{`${way}. ${fate} ${size}.`.replace(/\s+/g, ' ')}</p>
      <Fields name="Fields" fields={fields} />
      <Fields name="Properties" fields={properties} />
      {hex.length > 0 && (
        <table class="hex" aria-label={`Bytes of ${type}`}>
          <tbody>
            {hex.map(({ offset, bytes, text }) => (
              <tr key={offset}>
                <th scope="row">{offset}</th>
                <td>{bytes}</td>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {notes.map((note) => (
        <p key={note} class="quiet small">
          {note}
        </p>
      ))}
    </section>
  );
}

function Fields({ name, fields }: { name: string; fields: readonly FieldView[] }) {
  if (fields.length === 0) return null;
  return (
    <>
      <h4 class="part">{name}</h4>
      <dl class="packet-fields">
        {fields.map((field, i) => (
          <div key={i}>
            <dt>{field.name}</dt>
            <dd>{field.value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
