import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS } from '../../machines/index.ts';
import { FIELDS, flagOf, variableOf } from '../../src/config/fields.ts';
import { printConfiguration, printConfigurationJson } from '../../src/config/print.ts';
import { resolveConfiguration, type Sources } from '../../src/config/resolve.ts';
import { createBroker } from '../../src/create-broker.ts';

const folder = mkdtempSync(join(tmpdir(), 'lifeline-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: unknown): string {
  const path = join(folder, `${Math.abs(JSON.stringify(content).length)}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function resolve(sources: Partial<Sources>) {
  return resolveConfiguration({ flags: {}, environment: {}, file: undefined, ...sources });
}

/** The message without the folder's random name. */
function problem(sources: Partial<Sources>): string {
  try {
    resolve(sources);
  } catch (error) {
    expect((error as Error).name).toBe('ConfigurationError');
    return (error as Error).message.replaceAll(`${folder}/`, '');
  }
  throw new Error('no error');
}

describe('the configuration', () => {
  it('takes a flag before the environment, that before the file, and that before the default', () => {
    const path = file({ port: 1, wsPort: 2, tlsPort: 3 });
    const { settings, origins } = resolve({
      flags: { port: '10' },
      environment: { LIFELINE_PORT: '20', LIFELINE_WS_PORT: '21', LIFELINE_HOST: '' },
      file: path,
    });
    expect(settings).toMatchObject({ port: 10, wsPort: 21, tlsPort: 3, wssPort: false });
    expect(settings.host).toBe('127.0.0.1');
    expect(origins.get('port')?.source).toBe('flag --port');
    expect(origins.get('wsPort')?.source).toBe('environment LIFELINE_WS_PORT');
    expect(origins.get('tlsPort')?.source).toBe(`file ${path}`);
    expect(origins.get('host')?.source).toBe('default');
  });

  it('reads every kind of value from text', () => {
    const { settings } = resolve({
      flags: { qos0Queued: true, emptyClientIdAllowed: false },
      environment: {
        LIFELINE_PORT: 'off',
        LIFELINE_PROTOCOL_VERSIONS: '4,5',
        LIFELINE_ALLOW_ANONYMOUS: 'true',
        LIFELINE_LOG_FORMAT: 'json',
        LIFELINE_PROXY_PROTOCOL: 'tcp,wss',
      },
    });
    expect(settings).toMatchObject({
      port: false,
      protocolVersions: [4, 5],
      allowAnonymous: true,
      logFormat: 'json',
      proxyProtocol: ['tcp', 'wss'],
      qos0Queued: true,
      emptyClientIdAllowed: false,
    });
  });

  it('has a field for every option of the law that is no hook and no store', () => {
    const hooks = ['authentication', 'authenticationMethods', 'authorization', 'durable'];
    const options = Object.keys(DEFAULT_OPTIONS).filter((name) => !hooks.includes(name));
    expect(FIELDS.map(({ name }) => name)).toEqual(expect.arrayContaining(options));
  });

  it('has defaults that its own checks accept, and names of its own for all', () => {
    const names = FIELDS.flatMap((field) => [flagOf(field), variableOf(field)]);
    expect(new Set(names).size).toBe(2 * FIELDS.length);
    const defaults = Object.fromEntries(FIELDS.map((field) => [field.name, field.default]));
    expect(resolve({ file: file(defaults) }).settings).toEqual(defaults);
  });

  it.each([
    [
      { flags: { port: '70000' } },
      '--port is 70000, and has to be a port from 0 (any that is free) to 65535, or off',
    ],
    [
      { flags: { port: 'abc' } },
      '--port is "abc", and has to be a port from 0 (any that is free) to 65535, or off',
    ],
    [
      { flags: { receiveMaximum: '0' } },
      '--receive-maximum is 0, and has to be a whole number from 1 to 65535',
    ],
    [
      { environment: { LIFELINE_ENGINE: 'steam' } },
      'LIFELINE_ENGINE is "steam", and has to be one of compiled, xstate',
    ],
    [
      { environment: { LIFELINE_QOS0_QUEUED: 'yes' } },
      'LIFELINE_QOS0_QUEUED is "yes", and has to be true or false',
    ],
    [
      { flags: { protocolVersions: '4,6' } },
      '--protocol-versions is 4,6, and has to be a list of some of 3, 4, 5',
    ],
  ])('refuses %j', (sources, message) => {
    expect(problem(sources)).toBe(message);
  });

  it('refuses a file that it cannot use, and says what to do', () => {
    expect(problem({ file: file({ port: '1883' }) })).toBe(
      '"port" in 15.json is "1883", and has to be a port from 0 (any that is free) to 65535, or off',
    );
    expect(problem({ file: file({ 'receive-maximum': 1 }) })).toBe(
      '21.json has the unknown key "receive-maximum": did you mean "receiveMaximum"?',
    );
    expect(problem({ file: file({ nonsense: 1 }) })).toBe(
      '14.json has the unknown key "nonsense": lifeline broker --print-config lists all',
    );
    expect(problem({ file: file('{') })).toMatch(/^3\.json is not JSON: /);
    expect(problem({ file: file([1]) })).toMatch(/^3\.json has to hold one JSON object/);
    expect(problem({ environment: { LIFELINE_CONFIG: join(folder, 'gone.json') } })).toMatch(
      /^gone\.json cannot be read: ENOENT/,
    );
  });

  it('tells of environment variables that are none of its own, and goes on without them', () => {
    const { settings, warnings } = resolve({
      environment: {
        LIFELINE_CONECT_TIMEOUT_SECONDS: '5',
        LIFELINE_RECEIVEMAXIMUM: '5',
        lifeline_host: 'h',
        LIFELINE_COLOUR: 'red',
        LIFELINE_HOST: '127.0.0.2',
        HOME: '/root',
      },
    });
    expect(settings).toMatchObject({ host: '127.0.0.2', receiveMaximum: 1_000 });
    const passedOver = (name: string, hint: string) =>
      `there is no setting ${name}, so it is passed over: ${hint}`;
    expect(warnings).toEqual([
      passedOver(
        'LIFELINE_CONECT_TIMEOUT_SECONDS',
        'did you mean LIFELINE_CONNECT_TIMEOUT_SECONDS?',
      ),
      passedOver('LIFELINE_RECEIVEMAXIMUM', 'did you mean LIFELINE_RECEIVE_MAXIMUM?'),
      passedOver('lifeline_host', 'did you mean LIFELINE_HOST?'),
      passedOver('LIFELINE_COLOUR', '`lifeline broker --help` lists all'),
    ]);
  });

  it('takes no address of a service for a port, as Kubernetes sets it for one called lifeline', () => {
    const { settings, warnings } = resolve({
      environment: {
        LIFELINE_PORT: 'tcp://10.0.0.7:1883',
        LIFELINE_PORT_1883_TCP: 'tcp://10.0.0.7:1883',
        LIFELINE_PORT_1883_TCP_ADDR: '10.0.0.7',
        LIFELINE_SERVICE_HOST: '10.0.0.7',
        LIFELINE_SERVICE_PORT: '1883',
        LIFELINE_SERVICE_PORT_MQTT: '1883',
        LIFELINE_METRICS_PORT: 'tcp://10.0.0.8:9090',
      },
    });
    expect(settings.port).toBe(1_883);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^LIFELINE_PORT is passed over: tcp:\/\/10\.0\.0\.7:1883 is the address/,
    );
  });

  it('is printed with where each value comes from', () => {
    const configuration = resolve({ flags: { port: '0' } });
    expect(printConfiguration(configuration)).toMatch(/^port +0 +flag --port$/m);
    expect(printConfiguration(configuration)).toMatch(/^wsPort +off +default$/m);
    expect(printConfiguration(configuration)).toMatch(/^proxyProtocol +off +default$/m);
    expect(JSON.parse(printConfigurationJson(configuration))).toMatchObject({
      port: { value: 0, source: 'flag --port' },
    });
  });
});

describe('the options of createBroker', () => {
  it('are held against the same table', () => {
    expect(() => createBroker({ receiveMaximum: 0 })).toThrow(
      'the option receiveMaximum is 0, and has to be a whole number from 1 to 65535',
    );
    expect(() => createBroker({ nonsense: 1 } as object)).toThrow('there is no option "nonsense"');
    expect(() => createBroker({ maxPacketSize: 1 } as object)).toThrow(/^there is no option/);
    expect(() => createBroker({ recieveMaximum: 1 } as object)).toThrow(
      'there is no option "recieveMaximum": did you mean "receiveMaximum"?',
    );
  });

  it('do not let anybody in from other machines without saying so', async () => {
    const broker = createBroker({ host: '0.0.0.0', port: 0 });
    await expect(broker.listen()).rejects.toThrow(/--allow-anonymous/);
  });

  it('need a port', async () => {
    await expect(createBroker({ port: false }).listen()).rejects.toThrow(/--port/);
  });

  it('need a certificate for TLS', async () => {
    const broker = createBroker({ port: false, tlsPort: 0 });
    await expect(broker.listen()).rejects.toThrow('--tls-port needs a certificate');
  });
});
