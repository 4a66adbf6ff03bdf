/** `lifeline broker`: flags made from the table of fields, and the life of the process. */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { FIELDS, type Field, flagOf, type Settings, variableOf } from '../config/fields.ts';
import { printConfiguration, printConfigurationJson } from '../config/print.ts';
import { type Configuration, FILE_VARIABLE, resolveConfiguration } from '../config/resolve.ts';
import { showValue } from '../config/values.ts';
import { createBroker, type LifelineBroker } from '../create-broker.ts';
import { ConfigurationError } from '../errors.ts';
import { createLogger } from '../log/logger.ts';
import { recordOptions } from '../recorder/record-settings.ts';
import type { TlsFiles } from '../transport/listen.ts';
import { closeOnSignal, reloadOnSignal } from './signals.ts';

export function brokerCommand(): Command {
  const command = new Command('broker').description('run the broker');
  for (const field of FIELDS) addFlags(command, field);
  return command
    .addOption(new Option('--config <file>', `configuration (JSON); environment ${FILE_VARIABLE}`))
    .addOption(new Option('--print-config', 'show every setting and where it comes from, and end'))
    .addOption(new Option('--json', 'with --print-config: as JSON'))
    .addHelpText(
      'after',
      '\nA flag goes before an environment variable, that before the file, and that before the default.',
    )
    .action(run);
}

function addFlags(command: Command, field: Field): void {
  const name = flagOf(field);
  const notes = ` (default ${showValue(field, field.default)}; ${variableOf(field)})`;
  const option = (flags: string, help = field.help) =>
    new Option(flags, help + notes).helpGroup(`${field.group}:`);
  if (field.kind !== 'flag') {
    command.addOption(option(`${name} <${placeholder(field)}>`));
    return;
  }
  // Both ways, so that a flag can also take back what a file has set; the one that changes the default is shown.
  const no = name.replace('--', '--no-');
  command.addOption(option(name).hideHelp(field.default === true));
  command.addOption(
    option(no)
      .hideHelp(field.default === false)
      .default(undefined),
  );
}

function placeholder(field: Field): string {
  switch (field.kind) {
    case 'text':
      return field.placeholder;
    case 'choice':
      return field.choices.join('|');
    case 'versions':
    case 'set':
      return field.choices.join(',');
    default:
      return field.kind;
  }
}

async function run(flags: Record<string, unknown>): Promise<void> {
  const configuration = resolveConfiguration({
    flags,
    environment: process.env,
    file: flags['config'] as string | undefined,
  });
  if (flags['printConfig']) {
    const print = flags['json'] ? printConfigurationJson : printConfiguration;
    for (const warning of configuration.warnings) process.stderr.write(`lifeline: ${warning}\n`);
    process.stdout.write(`${print(configuration)}\n`);
    return;
  }
  await start(configuration);
}

/** Resolves when the broker listens. Its listeners keep the process; a signal ends it. */
async function start({ settings, warnings }: Configuration): Promise<void> {
  const {
    logLevel,
    logFormat,
    shutdownTimeoutSeconds,
    cert,
    key,
    ca,
    record: _,
    page,
    pagePort,
    ...options
  } = settings;
  const logger = createLogger(logLevel, logFormat);
  for (const reason of warnings) logger.warn({ reason }, 'environment variable passed over');
  const tls = readTls({ cert, key, ca });
  const record = recordOptions(settings);
  const broker: LifelineBroker = createBroker({
    ...options,
    pagePort: page && pagePort,
    logger,
    ...(tls && { tls }),
    ...(record && { record }),
  });
  // Before it says that it listens: who has read that may send a signal at once.
  closeOnSignal(broker, shutdownTimeoutSeconds, logger);
  reloadOnSignal(broker);
  await broker.listen();
}

function readTls({ cert, key, ca }: Pick<Settings, 'cert' | 'key' | 'ca'>): TlsFiles | undefined {
  if (cert === '' && key === '' && ca === '') return undefined;
  if (cert === '') throw new ConfigurationError('--key and --ca need a certificate: give --cert');
  if (key === '') throw new ConfigurationError('--cert needs its private key: give --key');
  return {
    cert: readPem('--cert', cert),
    key: readPem('--key', key),
    ...(ca !== '' && { ca: readPem('--ca', ca) }),
  };
}

function readPem(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigurationError(`${flag} cannot be read: ${(error as Error).message}`);
  }
}
