"""The same kind of update in aihwkit (Rasch et al. 2021, arXiv:2104.02184) on the CPU: a soft-bounds tile of
rows x cols, one rank-one update that sends every device one pulse on average.

argv[1] = {"rows", "cols", "cycleNoise"} as JSON.
"""

import json
import sys

import torch
from aihwkit.simulator.configs import SingleRPUConfig, SoftBoundsDevice
from aihwkit.simulator.tiles import AnalogTile

from peer import serve, timed

task = json.loads(sys.argv[1])
torch.set_num_threads(1)
rows, cols = task["rows"], task["cols"]
device = SoftBoundsDevice(dw_min_std=task["cycleNoise"])
tile = AnalogTile(rows, cols, SingleRPUConfig(device=device))
tile.set_learning_rate(device.dw_min)
x, error = torch.ones(1, cols), torch.ones(1, rows)

serve({"pulse": lambda: timed(lambda: tile.update(x, error))})
