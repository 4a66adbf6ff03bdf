#!/usr/bin/env node
/** The command `lifeline`. Exit codes: 0 done, 1 could not listen, 2 wrong flags or configuration. */
import { existsSync, readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ConfigurationError, ListenError } from '../errors.ts';
import { brokerCommand } from './broker-command.ts';

const EXIT_CANNOT_LISTEN = 1;
const EXIT_USAGE = 2;

const program = new Command('lifeline')
  .description("An MQTT broker that runs MQTT's session lifecycle as statecharts.")
  .version(readVersion())
  .exitOverride()
  .showHelpAfterError('(lifeline broker --help lists all flags)');
program.addCommand(brokerCommand().copyInheritedSettings(program));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = tell(error);
}

/** Prints what is the user's to repair, without a stack, and returns the exit code. */
function tell(error: unknown): number {
  // Commander has printed its own.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof ConfigurationError || error instanceof ListenError) {
    process.stderr.write(`lifeline: ${error.message}\n`);
    return error instanceof ListenError ? EXIT_CANNOT_LISTEN : EXIT_USAGE;
  }
  throw error;
}

/** The package is two folders up in the sources, and three in what is built from them. */
function readVersion(): string {
  const places = ['../../package.json', '../../../package.json'];
  const urls = places.map((place) => new URL(place, import.meta.url));
  const found = urls.find((url) => existsSync(url));
  if (found === undefined) throw new Error(`no package.json around ${import.meta.url}`);
  return JSON.parse(readFileSync(found, 'utf8')).version;
}
