"""What every peer shares: arrays in files, commands on stdin, and what PyTorch runs on.

A file of arrays is one line of JSON, {"arrays": [{"name", "dtype", "shape"}]}, then their bytes in turn,
little-endian and row-major. A command is one line of JSON on stdin, its answer one line on stdout.
"""

import json
import os
import sys
import time

import numpy as np


def read_arrays(path):
    with open(path, "rb") as file:
        arrays = json.loads(file.readline())["arrays"]
        return {a["name"]: _read(file, a["dtype"], a["shape"]) for a in arrays}


def _read(file, dtype, shape):
    count = int(np.prod(shape))
    return np.frombuffer(bytearray(file.read(count * np.dtype(dtype).itemsize)), dtype=dtype).reshape(shape)


def write_arrays(path, arrays):
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    header = [{"name": n, "dtype": str(a.dtype), "shape": a.shape} for n, a in arrays.items()]
    with open(path, "wb") as file:
        file.write(json.dumps({"arrays": header}).encode() + b"\n")
        for array in arrays.values():
            file.write(array.tobytes())


def timed(work):
    begun = time.perf_counter()
    work()
    return {"seconds": time.perf_counter() - begun}


def serve(commands):
    """Answers {"command": name, ...} by commands[name](**rest) until stdin ends."""
    for line in sys.stdin:
        request = json.loads(line)
        answer = commands[request.pop("command")](**request) or {}
        print(json.dumps(answer), flush=True)


def torch_on_threads():
    """PyTorch on OMP_NUM_THREADS threads, without gradients and denormals, after one product to load its BLAS."""
    import torch

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.set_grad_enabled(False)
    torch.set_flush_denormal(True)
    torch.rand(64, 64) @ torch.rand(64, 64)
    return torch


def blas_name(torch):
    """The BLAS behind PyTorch's products, None for the reference one, against which no figure is fair."""
    if torch.backends.mkl.is_available():
        return "MKL"
    with open("/proc/self/maps") as maps:
        names = {os.path.basename(line.split()[-1]) for line in maps if ".so" in line}
    return next((n for n in sorted(names) for known in ("openblas", "blis", "atlas") if known in n), None)


def vectors():
    """The widest vectors of this processor that OpenBLAS has products for, by OpenBLAS's name for such a processor."""
    with open("/proc/cpuinfo") as lines:
        flags = next((line.split() for line in lines if line.startswith("flags")), [])
    if {"avx512f", "avx512dq", "avx512bw", "avx512vl"} <= set(flags):
        return "SkylakeX"
    return "Haswell" if {"avx2", "fma"} <= set(flags) else None


if __name__ == "__main__":
    torch = torch_on_threads()
    print(json.dumps({"torch": torch.__version__, "blas": blas_name(torch), "vectors": vectors()}))
