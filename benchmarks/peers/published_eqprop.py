"""The published loop, step for step: doi 10.1088/2634-4386/ad8c78 and Scellier and Bengio 2017."""

import torch


def rho(s):
    return s.clamp(0, 1)


def rho_prime(s):
    return ((s >= 0) & (s <= 1)).to(s.dtype)


class Published:
    """weights[l] [layers[l], layers[l + 1]]; `task` holds the hyper-parameters."""

    def __init__(self, task, weights, biases):
        self.task, self.weights, self.biases = task, weights, biases
        self.threshold = torch.zeros(task["layers"][-1])

    def step(self, states, masks, beta, target):
        """All layers at once from their old states; layer 0 is the clamped input."""
        last = len(states) - 1
        moved = [states[0]]
        for l in range(1, last + 1):
            s = states[l]
            drive = rho(states[l - 1]) @ self.weights[l - 1] + self.biases[l - 1]
            if l < last:
                drive = drive + rho(states[l + 1]) @ self.weights[l].t()
            change = -s + rho_prime(s) * drive
            if l == last and beta != 0:
                change = change + beta * (target - s)
            s = s + self.task["dt"] * change
            moved.append((s if masks[l] is None else masks[l] * s).clamp(0, 1))
        return moved

    def relax(self, states, masks, steps, beta=0.0, target=None):
        for _ in range(steps):
            states = self.step(states, masks, beta, target)
        return states

    def rest(self, x):
        return [x] + [x.new_zeros(len(x), units) for units in self.task["layers"][1:]]

    def target(self, output, mask):
        k, epsilon = self.task["winners"], self.task["labelSmoothing"]
        winners = torch.topk(output - self.threshold, k, dim=1).indices
        target = torch.zeros_like(output).scatter_(1, winners, 1.0)
        target = (1 - epsilon) * target + epsilon * k / output.shape[1]
        return target if mask is None else target * mask

    def observe(self, target):
        """Homeostasis."""
        kept = 1 - self.task["dropout"][-1]
        expected = self.task["winners"] / (target.shape[1] * kept)
        self.threshold += self.task["gain"] * (target.mean(0) - expected)

    def learn(self, x, masks, beta):
        batch = len(x)
        x = x if masks[0] is None else x * masks[0]
        free = self.relax(self.rest(x), masks, self.task["freeSteps"])
        target = self.target(free[-1], masks[-1])
        nudged = self.relax(free, masks, self.task["nudgedSteps"], beta, target)
        for l, rate in enumerate(self.task["learningRate"]):
            product = rho(nudged[l]).t() @ rho(nudged[l + 1]) - rho(free[l]).t() @ rho(free[l + 1])
            self.weights[l] += rate / (beta * batch) * product
            self.biases[l] += rate / (beta * batch) * (rho(nudged[l + 1]) - rho(free[l + 1])).sum(0)
        self.observe(target)

    def infer(self, x):
        return self.relax(self.rest(x), [None] * len(self.task["layers"]), self.task["freeSteps"])[-1]
