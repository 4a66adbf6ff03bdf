import { registerChart } from './chart-command.js';
import { registerCompare } from './compare-command.js';
import { registerInspect } from './inspect-command.js';
import { registerRender } from './render-command.js';
import { registerReplay } from './replay-command.js';
import { registerSimulate } from './simulate-command.js';
export function registerSimulator(program) {
    registerSimulate(program);
    registerReplay(program);
    registerInspect(program);
    registerRender(program);
    registerChart(program);
    registerCompare(program);
}
//# sourceMappingURL=commands.js.map