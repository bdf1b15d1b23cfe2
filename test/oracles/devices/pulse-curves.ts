/**
 * The published pulse responses as plain recurrences in double precision, in the papers' own
 * symbols, without noise: Rasch et al. 2021 (arXiv:2104.02184) and Chen, Peng, Yu 2017 (doi
 * 10.1109/IEDM.2017.8268337).
 */
export interface Curves {
  /** w after `n` up pulses from the lower bound. */
  readonly up: (n: number) => number;
  /** w after `n` down pulses from the upper bound. */
  readonly down: (n: number) => number;
}

/** One pulse changes w by `up(w)` or `-down(w)`, and [min, max] clips it. */
export function recurrence(
  [min, max]: readonly [number, number],
  step: { up: (w: number) => number; down: (w: number) => number },
): Curves {
  const after = (n: number, start: number, next: (w: number) => number) => {
    let w = start;
    for (let i = 0; i < n; i++) w = Math.min(max, Math.max(min, next(w)));
    return w;
  };
  return {
    up: (n) => after(n, min, (w) => w + step.up(w)),
    down: (n) => after(n, max, (w) => w - step.down(w)),
  };
}

/** dw_min, and the shares of it that an up and a down pulse lose at their own bound. */
export function linear(
  [min, max]: readonly [number, number],
  dw: number,
  gammaUp: number,
  gammaDown: number,
) {
  return recurrence([min, max], {
    up: (w) => dw - ((gammaUp * dw) / max) * w,
    down: (w) => dw - ((gammaDown * dw) / min) * w,
  });
}

export interface Exponential {
  readonly up: number;
  readonly down: number;
  readonly a: number;
  readonly b: number;
  readonly gamma: number;
  readonly aUp: number;
  readonly aDown: number;
}

export function exponential([min, max]: readonly [number, number], p: Exponential): Curves {
  const z = (w: number) => (2 * p.a * w) / (max - min) + p.b;
  return recurrence([min, max], {
    up: (w) => p.up * Math.max(0, 1 - p.aUp * Math.exp(p.gamma * z(w))),
    down: (w) => p.down * Math.max(0, 1 - p.aDown * Math.exp(-p.gamma * z(w))),
  });
}

/**
 * G(P) = B (1 - exp(-P / A)) + Gmin, up from P = 0 and down from P = Pmax, each with its own signed
 * A.
 */
export function signedExponential(
  [min, max]: readonly [number, number],
  pulses: readonly [number, number],
  shape: readonly [number, number],
): Curves {
  const curve = (P: number, pMax: number, A: number) => {
    const B = (max - min) / (1 - Math.exp(-pMax / A));
    return B * (1 - Math.exp(-P / A)) + min;
  };
  return {
    up: (n) => curve(Math.min(n, pulses[0]), pulses[0], shape[0]),
    down: (n) => curve(Math.max(pulses[1] - n, 0), pulses[1], shape[1]),
  };
}

/**
 * A of a nonlinearity, by search: the largest distance of the normalised curve from its chord,
 * found by golden section, is |NL| / 10.101525.
 */
export function shapeBySearch(nonlinearity: number, pulses: number): number {
  const wanted = Math.abs(nonlinearity) / 10.101525;
  let [low, high] = [0.01, 100];
  for (let i = 0; i < 200; i++) {
    const A = (low + high) / 2;
    if (largestDistance(A) > wanted) low = A;
    else high = A;
  }
  return Math.sign(nonlinearity) * low * pulses;
}

function largestDistance(A: number): number {
  const distance = (x: number) => (1 - Math.exp(-x / A)) / (1 - Math.exp(-1 / A)) - x;
  const golden = (Math.sqrt(5) - 1) / 2;
  let [left, right] = [0, 1];
  while (right - left > 1e-9) {
    const [x1, x2] = [right - golden * (right - left), left + golden * (right - left)];
    if (distance(x1) > distance(x2)) right = x2;
    else left = x1;
  }
  return distance((left + right) / 2);
}
