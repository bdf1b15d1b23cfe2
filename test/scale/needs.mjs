// Says which of the commands named as arguments are missing, and how to get them; installs nothing.
import { execFileSync, spawnSync } from 'node:child_process';

const packages = {
  'redis-server': 'redis-server',
  sbatch: 'slurm-wlm',
  squeue: 'slurm-wlm',
  scancel: 'slurm-wlm',
};

const isThere = (command) => {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const missing = process.argv.slice(2).filter((command) => !isThere(command));
for (const command of missing) {
  process.stderr.write(`missing: ${command}, of the Debian package ${packages[command]}\n`);
}
if (process.argv.includes('sbatch') && missing.length === 0) {
  const nodes = spawnSync('sinfo', ['-h', '-o', '%T'], { encoding: 'utf8' }).stdout;
  if (!/idle|mix|alloc/.test(nodes)) {
    process.stderr.write('missing: a Slurm node that is up (sinfo names none)\n');
    missing.push('node');
  }
}
process.exitCode = missing.length > 0 ? 1 : 0;
