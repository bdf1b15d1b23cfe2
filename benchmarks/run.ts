import { runBenchmarks } from './cli.js';

process.exitCode = await runBenchmarks(process.argv.slice(2), process);
