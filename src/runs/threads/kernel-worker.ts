import { workerData } from 'node:worker_threads';
import { runKernelWorker, type WorkerStart } from '../../../crossbar/index.js';

// The entry of a kernel thread: see kernel-threads.ts.
runKernelWorker(workerData as WorkerStart);
