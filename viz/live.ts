/**
 * The running broker that this page came from: its live feed goes to the worker, and the run that comes of it grows.
 * Who looks at the last record follows the broker; who looks back is left in peace.
 */
import { effect, signal } from '@preact/signals';
import type { LiveAnswer, LiveStatus, Opened } from './protocol.ts';
import { ask } from './rpc.ts';
import { at, count, dispatch, grow, run, sayTrouble, show } from './state/run.ts';
import { newWish } from './state/wish.ts';

export type LiveState =
  | { readonly kind: 'off' }
  | { readonly kind: 'connecting'; readonly because: string }
  | { readonly kind: 'open'; readonly status: LiveStatus | undefined }
  | { readonly kind: 'paused' };

export const live = signal<LiveState>({ kind: 'off' });
/** Whether the cursor goes with the newest record. */
export const isFollowing = signal(true);

/** A broker writes it into the page that it serves: where to ask. */
const LIVE_META = 'meta[name="lifeline-live"]';
/** The broker is on this machine, most of the time: who starts it again looks at the page. */
const AGAIN_AFTER_MS = [500, 1_000, 2_000, 4_000] as const;
/** The worker gets one message after another; a broker that sends more than it can take is asked to begin again. */
const WAITING_LENGTH_MAXIMUM = 67_108_864;

let socket: WebSocket | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let waiting: string[] = [];
let waitingLength = 0;
let isBusy = false;
/** The run that grows, once there is one. */
let newest: Opened | undefined;

export function hasBroker(): boolean {
  return liveAt() !== undefined;
}

function liveAt(): string | undefined {
  return document.querySelector<HTMLMetaElement>(LIVE_META)?.content;
}

export function openLive(): void {
  newWish();
  newest = undefined;
  isFollowing.value = true;
  connect('');
}

/** What has come stays open. */
export function pauseLive(): void {
  hangUp();
  live.value = { kind: 'paused' };
}

export function toggleFollowing(): void {
  isFollowing.value = !isFollowing.peek();
  if (!isFollowing.peek() || newest === undefined) return;
  if (run.peek()?.run === newest.run) dispatch({ do: 'last' });
  else show(newest, newest.count);
}

// Another run has been opened.
effect(() => {
  const kind = run.value?.source.kind;
  if (kind === undefined || kind === 'live' || live.peek().kind === 'off') return;
  newest = undefined;
  hangUp();
  live.value = { kind: 'off' };
});

// To go back is to look back, and to go to the end is to follow.
effect(() => {
  const isAtEnd = at.value === count.peek();
  if (run.peek()?.source.kind === 'live') isFollowing.value = isAtEnd;
});

function connect(because: string): void {
  hangUp();
  live.value = { kind: 'connecting', because };
  const address = new URL(liveAt() ?? '', location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  address.hash = '';
  const made = new WebSocket(address);
  socket = made;
  made.onopen = () => {
    live.value = { kind: 'open', status: undefined };
  };
  made.onmessage = ({ data }) => {
    failures = 0;
    take(made, String(data));
  };
  made.onclose = ({ reason }) => {
    if (socket === made) again(reason || 'nobody answers: does the broker run?');
  };
}

/** What it has said until then still counts. */
function again(because: string): void {
  live.value = { kind: 'connecting', because };
  const afterMs = AGAIN_AFTER_MS[Math.min(failures, AGAIN_AFTER_MS.length - 1)];
  failures += 1;
  retry = setTimeout(() => connect(because), afterMs);
}

function hangUp(): void {
  clearTimeout(retry);
  const old = socket;
  socket = undefined;
  waiting = [];
  waitingLength = 0;
  old?.close();
}

function take(from: WebSocket, text: string): void {
  if (socket !== from) return;
  waiting.push(text);
  waitingLength += text.length;
  if (waitingLength > WAITING_LENGTH_MAXIMUM) connect('this page could not keep up');
  else pass();
}

/** In order, and all that has come meanwhile at once. */
async function pass(): Promise<void> {
  if (isBusy || waiting.length === 0) return;
  isBusy = true;
  const text = waiting.join('\n');
  const from = socket;
  waiting = [];
  waitingLength = 0;
  try {
    const answer = await ask('live', { text, name: location.host });
    if (socket === from) showLive(answer);
  } catch (error) {
    sayTrouble('The live feed', error);
    pauseLive();
  }
  isBusy = false;
  pass();
}

function showLive({ status, run: opened, isFull }: LiveAnswer): void {
  if (status !== undefined && live.peek().kind === 'open') live.value = { kind: 'open', status };
  if (opened === undefined) return;
  const shown = run.peek();
  const wasOpen = newest !== undefined;
  newest = opened;
  if (shown?.run === opened.run) grow(opened, isFollowing.peek());
  // A new part: who looks back at the one before is left there.
  else if (!wasOpen || isFollowing.peek()) show(opened, opened.count);
  if (isFull) connect('the run has grown long: a new one begins');
}
