#!/usr/bin/env node
// The command `lifeline`, as built: the broker's commands and the simulator's, which do not know each other.
import { registerSimulator } from '../dist/sim/cli/commands.js';
import { lifeline } from '../dist/src/cli/main.js';

await lifeline(registerSimulator);
