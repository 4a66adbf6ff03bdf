/** `npm run soak`, built. */
import { soak } from './soak.ts';

process.exitCode = await soak(process.argv.slice(2));
