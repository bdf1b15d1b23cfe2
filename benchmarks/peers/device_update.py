"""One noisy pulse on every soft-bounds device, in place and in stretches that stay in the cache.

argv[1] = file with g, low, high, up, down [devices] (siemens) and signs [devices] of +1 and -1.
"""

import sys

from peer import read_arrays, serve, timed, torch_on_threads

torch = torch_on_threads()
torch.manual_seed(1)
stretch = 1 << 14
task = {name: torch.from_numpy(array) for name, array in read_arrays(sys.argv[1]).items()}
names = ["g", "low", "high", "up", "down", "signs"]
stretches = list(zip(*[task[name].split(stretch) for name in names]))
noise, room, size = torch.empty(stretch), torch.empty(stretch), torch.empty(stretch)


def pulse_all(cycle_noise):
    for g, low, high, up, down, signs in stretches:
        n = len(g)
        raised = signs > 0
        xi, left, step = noise[:n], room[:n], size[:n]
        torch.sub(torch.where(raised, high, low), g, out=left)
        step.copy_(torch.where(raised, up, down))
        xi.normal_(1, cycle_noise)
        step.mul_(left).div_(high - low).mul_(xi)
        g.add_(step)
        torch.minimum(torch.maximum(g, low, out=g), high, out=g)


serve({"pulse": lambda cycleNoise: timed(lambda: pulse_all(cycleNoise))})
