/** The events themselves: arrows between lifelines and marks on them, each with its sentence as a title. */
import { type ClausesOf, inFull, sentence } from '../sentences/sentence.ts';
import { isOfTakeover } from '../timeline/select.ts';
import type { Happening } from '../timeline/types.ts';
import { arrowOf, drawnHandOver, drawnPacket } from './arrows.ts';
import { element, escapeXml } from './elements.ts';
import { type Glyph, glyph } from './glyphs.ts';
import { labelOf, markOf, written } from './label.ts';
import type { Layout, Row } from './layout.ts';
import type { Room } from './room.ts';

export function drawn(row: Row, layout: Layout, room: Room, clausesOf?: ClausesOf): string {
  const { event, y } = row;
  const label = labelOf(event, y, layout);
  if (label === undefined) return '';
  const title = element('title', {}, escapeXml(inFull(sentence(event, clausesOf))));
  const name = isOfTakeover(event) ? 'event takeover' : 'event';
  const attributes = { class: name, 'data-id': event.id };
  return element('g', attributes, title, shapeOf(row, layout), written(label, room));
}

function shapeOf({ event, y }: Row, layout: Layout): string {
  const { what } = event;
  const arrow = arrowOf(event, y, layout);
  if (what.kind === 'packet') return arrow === undefined ? '' : drawnPacket(what.flight, arrow);
  if (arrow !== undefined) return drawnHandOver(arrow);
  return glyph(glyphOf(what), markOf(event, layout).x, y);
}

function glyphOf(what: Happening): Glyph {
  switch (what.kind) {
    case 'timerFired':
    case 'timerSet':
    case 'timerCleared':
      return 'clock';
    case 'announced':
      if (what.event.type.startsWith('will.')) return 'diamond';
      return what.event.type === 'message.dropped' ? 'cross' : 'dot';
    case 'closed':
      return what.error === '' ? 'dot' : 'cross';
    case 'noted':
      return what.isFault ? 'cross' : 'dot';
    case 'malformed':
      return 'cross';
    case 'gap':
      return 'gap';
    default:
      return 'dot';
  }
}
