// Made by `npm run drawings`.
import type { ChartName } from '../../../../machines/charts/index.ts';
import type { ChartLayout } from '../layout.ts';
import { clientLayout } from './client.ts';
import { connectionLayout } from './connection.ts';
import { receiverLayout } from './receiver.ts';
import { senderLayout } from './sender.ts';
import { sessionLayout } from './session.ts';
import { takeoverLayout } from './takeover.ts';
import { willLayout } from './will.ts';

export const layouts: Readonly<Partial<Record<ChartName, ChartLayout>>> = {
  client: clientLayout,
  connection: connectionLayout,
  receiver: receiverLayout,
  sender: senderLayout,
  session: sessionLayout,
  takeover: takeoverLayout,
  will: willLayout,
};
