/**
 * The broker for programs that embed it: options in, listeners, the driver and the core put together.
 */
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import {
  Broker,
  type BrokerOptions,
  DEFAULT_OPTIONS,
  isTopicFilter,
  isTopicName,
  type LifecycleEventType,
  type Message,
  type MessageProperties,
  type QoS,
  ReasonCode,
} from '../machines/index.ts';
import { Access, type AccessOptions } from './auth/access.ts';
import { systemClock } from './clock.ts';
import { checkOptions } from './config/check-options.ts';
import type { LifelineCounts } from './counts.ts';
import { Door } from './door.ts';
import { Driver } from './driver.ts';
import { ConfigurationError, ListenError } from './errors.ts';
import { LifecycleEvents, type LifecycleListener } from './lifecycle-events.ts';
import type { LifelineOptions } from './lifeline-options.ts';
import {
  DEFAULT_DRIVER_LIMITS,
  PAGE_PAYLOADS,
  PASSWORD_CHECKS_MAXIMUM,
  REFUSALS_MAXIMUM,
  SYS_INTERVAL_SECONDS,
} from './limits.ts';
import { LifecycleLog } from './log/lifecycle-log.ts';
import { silentLogger } from './log/logger.ts';
import { type Page, startPage } from './page/start-page.ts';
import { isLoopback, planListeners } from './plan-listeners.ts';
import { type Recording, startRecording } from './recorder/start-recording.ts';
import { SysTopics } from './sys/sys-topics.ts';
import { noTraffic } from './sys/traffic.ts';
import type { Listener } from './transport/listen.ts';
import { listenAll } from './transport/listen-all.ts';
import { readVersion } from './version.ts';

const DEFAULT_CLOSE_TIMEOUT_SECONDS = 5;

export interface PublishRequest {
  readonly topicName: string;
  readonly payload: Uint8Array | string;
  readonly qos?: QoS;
  readonly retain?: boolean;
  readonly properties?: MessageProperties;
}

export interface CloseOptions {
  /** For clients to leave; then they are cut off. 5 by default. */
  readonly timeoutSeconds?: number;
}

/**
 * An MQTT broker in this process.
 *
 * @example
 * const broker = createBroker({ port: 1883 });
 * broker.on('client.connected', ({ clientId }) => console.log(`${clientId} is here`));
 * const unsubscribe = broker.subscribe('sensors/#', (message) => console.log(message.topicName));
 * const [listener] = await broker.listen();
 * console.log(listener.url); // mqtt://127.0.0.1:1883
 * broker.publish({ topicName: 'sensors/1', payload: '21.5', retain: true });
 * await broker.close();
 *
 * @throws ConfigurationError for an option that is out of range, and for a password or ACL file that cannot be used.
 */
export function createBroker(options: LifelineOptions = {}): LifelineBroker {
  checkOptions(options);
  return new LifelineBroker(options);
}

export class LifelineBroker {
  readonly #options: LifelineOptions;
  readonly #law: BrokerOptions;
  readonly #logger: Logger;
  readonly #log: LifecycleLog;
  readonly #events: LifecycleEvents;
  readonly #recording: Recording | undefined;
  readonly #access: Access;
  readonly #traffic = noTraffic();
  readonly #driver: Driver;
  readonly #door: Door;
  readonly #sys: SysTopics | undefined;
  readonly #handlers = new Map<number, (message: Message) => void>();
  readonly #core: Broker;
  #listeners: Listener[] = [];
  #page: Page | undefined;
  #lastSubscriber = 0;
  #closing: Promise<void> | undefined;

  /** Use `createBroker`, which checks the options. */
  constructor(options: LifelineOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger();
    this.#log = new LifecycleLog(this.#logger, systemClock);
    this.#access = new Access(accessOptions(options), this.#logger);
    this.#law = lawOptions(options, this.#access);
    this.#events = new LifecycleEvents((event, error) =>
      this.#logger.error({ event, err: error }, 'a listener threw'),
    );
    const core = new Broker(this.#law, options.engine);
    this.#core = core;
    this.#recording = this.#record(core);
    this.#driver = this.#createDriver(core);
    this.#door = this.#createDoor();
    this.#sys = this.#startSysTopics();
  }

  /**
   * How much there is of everything, and what has been dropped and carried since the start; the same numbers that $SYS
   * has. A copy of this moment, in constant time: it may be asked for as often as a dashboard likes.
   *
   * @example
   * const { clients, sessions, queuedMessages, dropped, traffic } = broker.counts;
   * console.log(`${clients} of ${sessions} are here, ${dropped.queueFull} messages found no room`);
   */
  get counts(): LifelineCounts {
    return { ...this.#core.counts, traffic: { ...this.#traffic } };
  }

  /** Clients and those about to become one. */
  get connectionCount(): number {
    return this.#driver.connectionCount;
  }

  /**
   * Opens all configured listeners, or none. Rejects with ListenError when an address cannot be had, and with
   * ConfigurationError when a certificate is missing or anonymous clients would come from other machines.
   */
  async listen(): Promise<readonly Listener[]> {
    await this.#recording?.opened;
    const opened = await listenAll(
      planListeners(this.#options, this.#law, this.#access.authenticates, {
        accept: (stream, origin) => this.#door.enter(stream, origin),
        connectionsMaximum: this.#door.most,
        cutOff: (origin) => this.#door.cutOff(origin),
        acceptFailed: (transport, error) => this.#door.notAccepted(transport, error),
      }),
    );
    this.#listeners.push(...opened);
    for (const { url, transport } of opened) {
      this.#logger.info({ url, transport }, 'listening');
    }
    await this.#servePage();
    return opened;
  }

  /** Address of the page that shows this broker, once it listens; undefined when it has none. */
  get pageUrl(): string | undefined {
    return this.#page?.url;
  }

  /** Serves a client at the other end of a stream, whatever it is. `remote` names it in logs. */
  attach(stream: Duplex, remote = 'attached'): void {
    this.#driver.attach(stream, { transport: 'attached', remote });
  }

  /**
   * Publishes as the embedding program, with no connection and no session; QoS 0 unless it says otherwise.
   * @throws RangeError for what is no Topic Name, such as one with a wildcard.
   */
  publish({ topicName, payload, qos = 0, retain = false, properties }: PublishRequest): void {
    if (!isTopicName(topicName)) throw new RangeError(`not a Topic Name: ${topicName}`);
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const message = { topicName, payload: bytes, qos, retain, properties };
    this.#driver.command({ type: 'publish', message });
  }

  /**
   * Hands matching messages to the handler, from now on until the returned function is called.
   * @throws RangeError for what is no Topic Filter.
   */
  subscribe(topicFilter: string, handler: (message: Message) => void): () => void {
    if (!isTopicFilter(topicFilter)) throw new RangeError(`not a Topic Filter: ${topicFilter}`);
    const subscriber = ++this.#lastSubscriber;
    this.#handlers.set(subscriber, handler);
    this.#driver.command({ type: 'subscribe', subscriber, topicFilter });
    return () => {
      if (!this.#handlers.delete(subscriber)) return;
      this.#driver.command({ type: 'unsubscribe', subscriber, topicFilter });
    };
  }

  /** Disconnects a client, 0x98 Administrative action unless told otherwise. Its session stays. */
  kick(clientId: string, reasonCode: number = ReasonCode.administrativeAction): void {
    this.#driver.command({ type: 'kick', clientId, reasonCode });
  }

  /** Ends a session, and its connection if it has one, with that reason. */
  discard(clientId: string, reasonCode: number = ReasonCode.administrativeAction): void {
    this.#driver.command({ type: 'discard', clientId, reasonCode });
  }

  /**
   * Reads password and ACL file again, as SIGHUP does for the command line. One that cannot be used is told to the
   * log, and what it said before holds on. Clients that are connected stay so, with their subscriptions.
   */
  reloadFiles(): void {
    this.#access.reload();
  }

  /** Calls the listener for each event of that type, until the returned function is called. */
  on<Type extends LifecycleEventType>(type: Type, listener: LifecycleListener<Type>): () => void {
    return this.#events.on(type, listener);
  }

  /**
   * Stops in good order: accepts no more, tells every client (5.0: 0x8B Server shutting down), waits for them to
   * leave. Resolves when all connections are closed.
   */
  close({ timeoutSeconds = DEFAULT_CLOSE_TIMEOUT_SECONDS }: CloseOptions = {}): Promise<void> {
    this.#closing ??= this.#close(timeoutSeconds);
    return this.#closing;
  }

  async #close(timeoutSeconds: number): Promise<void> {
    for (const listener of this.#listeners.splice(0)) listener.close();
    this.#sys?.stop();
    this.#access.close();
    this.#driver.command({ type: 'shutdown' });
    await this.#driver.emptied(timeoutSeconds * 1_000);
    this.#driver.stop();
    this.#door.close();
    this.#log.end();
    // Last, so that it shows how everybody left.
    this.#page?.close();
    await this.#recording?.close();
  }

  /** Without its page a broker is a broker all the same: what is wrong is told to the log. */
  async #servePage(): Promise<void> {
    const { pagePort: port = false, pageHost: host = '127.0.0.1' } = this.#options;
    if (port === false || this.#page !== undefined) return;
    try {
      this.#page = await startPage({
        host,
        port,
        core: this.#core,
        driver: this.#driver,
        options: this.#law,
        payloads: this.#options.pagePayloads ?? PAGE_PAYLOADS,
        nowMs: systemClock.nowMs,
      });
    } catch (error) {
      if (!(error instanceof ListenError) && !(error instanceof ConfigurationError)) throw error;
      this.#logger.warn({ reason: error.message }, 'the broker runs without its page');
      return;
    }
    const { url } = this.#page;
    this.#logger.info({ url }, 'visualizer');
    if (isLoopback(host)) return;
    const advice =
      'it shows all clients and topics to whoever can reach it, and asks nobody who they are';
    this.#logger.warn({ url, reason: advice }, 'the visualizer is open to other machines');
  }

  #record(core: Broker): Recording | undefined {
    const { record } = this.#options;
    if (record === undefined) return undefined;
    return startRecording(record, this.#law, core, systemClock.nowMs(), (reason, records) =>
      this.#logger.error({ reason, records }, 'the recording has ended; the broker goes on'),
    );
  }

  #createDriver(core: Broker): Driver {
    const recorder = this.#recording?.recorder;
    return new Driver({
      core: recorder ?? core,
      recorder,
      clock: systemClock,
      hooks: this.#access.hooks,
      traffic: this.#traffic,
      limits: { ...DEFAULT_DRIVER_LIMITS, ...definedOnly(this.#options) },
      maximumPacketSizeBytes: this.#law.maximumPacketSizeBytes,
      announce: (event) => {
        this.#log.write(event);
        if (event.type === 'connection.closed') this.#access.forget(event.connection);
        this.#events.emit(event);
      },
      hand: (subscriber, message) => this.#hand(subscriber, message),
      hookFailed: (hook, error) => this.#logger.error({ hook, err: error }, 'a hook failed'),
    });
  }

  #createDoor(): Door {
    return new Door({
      connectionsMaximum: this.#law.connectionsMaximum,
      refusalsMaximum: this.#options.refusalsMaximum ?? REFUSALS_MAXIMUM,
      count: () => this.#driver.connectionCount,
      attach: (stream, origin) => this.#driver.attach(stream, origin),
      traffic: this.#traffic,
      logger: this.#logger,
      clock: systemClock,
    });
  }

  #startSysTopics(): SysTopics | undefined {
    const intervalSeconds = this.#options.sysIntervalSeconds ?? SYS_INTERVAL_SECONDS;
    if (intervalSeconds === 0) return undefined;
    const sys = new SysTopics({
      clock: systemClock,
      intervalSeconds,
      version: readVersion(),
      counts: () => this.counts,
      publish: (topicName, text) => this.publish({ topicName, payload: text, retain: true }),
    });
    sys.start();
    return sys;
  }

  #hand(subscriber: number, message: Message): void {
    try {
      this.#handlers.get(subscriber)?.(message);
    } catch (error) {
      this.#logger.error({ topicName: message.topicName, err: error }, 'a subscriber threw');
    }
  }
}

function accessOptions(options: LifelineOptions): AccessOptions {
  const { authenticate, authorize, passwordFile, aclFile, allowAnonymous } = options;
  return {
    authenticate,
    authorize,
    passwordFile: passwordFile ?? '',
    aclFile: aclFile ?? '',
    allowAnonymous: allowAnonymous ?? false,
    passwordChecksMaximum: options.passwordChecksMaximum ?? PASSWORD_CHECKS_MAXIMUM,
    filesPollSeconds: options.filesPollSeconds ?? 0,
  };
}

function lawOptions(options: LifelineOptions, { hooks }: Access): BrokerOptions {
  const law: Record<string, unknown> = { ...DEFAULT_OPTIONS };
  for (const [name, value] of Object.entries(definedOnly(options))) {
    if (Object.hasOwn(DEFAULT_OPTIONS, name)) law[name] = value;
  }
  law['authentication'] = hooks.authenticate !== undefined;
  law['authorization'] = hooks.authorize !== undefined;
  return law as unknown as BrokerOptions;
}

/** An option that is undefined is one that is not given. */
function definedOnly<Options extends object>(options: Options): Options {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Options;
}
