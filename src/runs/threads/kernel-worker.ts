import { workerData } from 'node:worker_threads';
import { runKernelWorker, type WorkerStart } from '../../../crossbar/index.js';
import { loadNative } from './native-engine.js';

// The entry of a kernel thread: see kernel-threads.ts.
runKernelWorker(workerData as WorkerStart, loadNative);
