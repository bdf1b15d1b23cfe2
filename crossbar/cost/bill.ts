/**
 * What a chip spends on: the cells of its arrays; charging lines; losses in line drivers;
 * converters of inputs; amplifiers and sample-and-holds of the sensed lines; converters of outputs;
 * digital adders of the neurons.
 */
export const costParts = ['cells', 'wires', 'drivers', 'dacs', 'sensing', 'adcs', 'neurons'] as const;

export type CostPart = (typeof costParts)[number];

export interface Expense {
  readonly energyJ: number;
  readonly latencySec: number;
}

/** An operation's energy and latency, part by part: both are sums over the parts. */
export type Bill = Readonly<Record<CostPart, Expense>>;

/** Square metres, part by part. */
export type Areas = Readonly<Record<CostPart, number>>;

/** A bill of what is named; the rest costs nothing. */
export function createBill(entries: Partial<Record<CostPart, Partial<Expense>>>): Bill {
  return byPart((part) => Object.freeze({ energyJ: 0, latencySec: 0, ...entries[part] }));
}

/** The areas of what is named; the rest takes none. */
export function createAreas(entries: Partial<Areas>): Areas {
  return byPart((part) => entries[part] ?? 0);
}

export function totalOf(bill: Bill): Expense {
  return { energyJ: sum(costParts, (p) => bill[p].energyJ), latencySec: latency(bill) };
}

export function totalArea(areas: Areas): number {
  return sum(costParts, (part) => areas[part]);
}

/** Operations at the same time: energies add, the slowest one's latency counts. */
export function sideBySide(bills: readonly Bill[]): Bill {
  const slowest = bills.reduce((most, bill) => (latency(bill) > latency(most) ? bill : most), createBill({}));
  return byPart((part) => ({
    energyJ: sum(bills, (bill) => bill[part].energyJ),
    latencySec: slowest[part].latencySec,
  }));
}

/** Operations one after another: energies and latencies add. */
export function inTurn(bills: readonly Bill[]): Bill {
  return byPart((part) => ({
    energyJ: sum(bills, (bill) => bill[part].energyJ),
    latencySec: sum(bills, (bill) => bill[part].latencySec),
  }));
}

/** An operation `times` times; a fraction is a share of it. */
export function repeated(bill: Bill, times: number): Bill {
  return byPart((part) => ({
    energyJ: times * bill[part].energyJ,
    latencySec: times * bill[part].latencySec,
  }));
}

export function sumAreas(areas: readonly Areas[]): Areas {
  return byPart((part) => sum(areas, (one) => one[part]));
}

const latency = (bill: Bill) => sum(costParts, (part) => bill[part].latencySec);

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function byPart<T>(of: (part: CostPart) => T): Readonly<Record<CostPart, T>> {
  return Object.freeze(Object.fromEntries(costParts.map((part) => [part, of(part)])) as Record<CostPart, T>);
}
