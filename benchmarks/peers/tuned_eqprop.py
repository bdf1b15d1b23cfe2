"""The published numbers at the least cost in PyTorch: one layer in closed form, more by Euler steps in place with the
input's product formed once; the input's two outer products joined into one.
"""

import torch

from published_eqprop import Published


class Tuned(Published):
    def relax(self, states, masks, steps, beta=0.0, target=None):
        """The input's product is kept from the free phase, which comes first, to the nudged one."""
        if target is None:
            self.drive = torch.addmm(self.biases[0], states[0], self.weights[0])
        one_layer = len(states) == 2
        relax = self.closed_form if one_layer else self.euler
        return relax(states, masks, steps, beta, target)

    def closed_form(self, states, masks, steps, beta, target):
        """Units do not interact: s = clip(E + (s - E) q^steps), q = 1 - dt (1 + beta), E = (I + beta d) / (1 + beta)."""
        decay = (1 - self.task["dt"] * (1 + beta)) ** steps
        if target is None:
            s = self.drive * (1 - decay)
        else:
            s = torch.add(self.drive, target, alpha=beta).mul_((1 - decay) / (1 + beta))
            s.add_(states[1], alpha=decay)
        s.clamp_(0, 1)
        return [states[0], s if masks[1] is None else s.mul_(masks[1])]

    def euler(self, states, masks, steps, beta, target):
        dt, last = self.task["dt"], len(states) - 1
        s = [state if l == 0 else state.clone() for l, state in enumerate(states)]
        drives = [None] + [torch.empty_like(state) for state in s[1:]]
        start = self.biases[last - 1] if target is None else torch.add(self.biases[last - 1], target, alpha=beta)
        for _ in range(steps):
            torch.addmm(self.drive, s[2], self.weights[1].t(), out=drives[1])
            for l in range(2, last + 1):
                torch.addmm(start if l == last else self.biases[l - 1], s[l - 1], self.weights[l - 1], out=drives[l])
                if l < last:
                    drives[l].addmm_(s[l + 1], self.weights[l].t())
            for l in range(1, last + 1):
                leak = 1 + beta if l == last else 1
                s[l].mul_(1 - dt * leak).add_(drives[l], alpha=dt)
                if masks[l] is not None:
                    s[l].mul_(masks[l])
                s[l].clamp_(0, 1)
        return s

    def learn(self, x, masks, beta):
        batch = len(x)
        x = x if masks[0] is None else x * masks[0]
        free = self.relax(self.rest(x), masks, self.task["freeSteps"])
        target = self.target(free[-1], masks[-1])
        nudged = self.relax(free, masks, self.task["nudgedSteps"], beta, target)
        for l, rate in enumerate(self.task["learningRate"]):
            scale = rate / (beta * batch)
            difference = nudged[l + 1] - free[l + 1]
            if l == 0:
                self.weights[0].addmm_(x.t(), difference, alpha=scale)
            else:
                self.weights[l].addmm_(nudged[l].t(), nudged[l + 1], alpha=scale)
                self.weights[l].addmm_(free[l].t(), free[l + 1], alpha=-scale)
            self.biases[l].add_(difference.sum(0), alpha=scale)
        self.observe(target)
