import fc from 'fast-check';

export interface LawOptions {
  /** Seed of everything drawn, 1 by default: the same seed, the same report. */
  readonly seed?: number;
  /** Cases tried for each law, 25 by default. */
  readonly runs?: number;
  /** Laws that the subject does not obey by nature: name -> reason, which the report states. */
  readonly skip?: Readonly<Record<string, string>>;
  /** Told of each law before it is tried. */
  readonly begun?: (law: string) => void;
}

export interface LawReport {
  readonly law: string;
  readonly status: 'passed' | 'skipped' | 'failed';
  /** Why it was skipped, or what went wrong in the smallest failing case. */
  readonly reason?: string;
  /** The smallest failing case that shrinking found. */
  readonly counterexample?: string;
  readonly seed: number;
}

/**
 * A law is a function that throws a plain Error where its subject breaks it; it has a name and a
 * report form.
 */
export interface Law<Subject, Options extends LawOptions = LawOptions> {
  (subject: Subject, options?: Options): void;
  readonly law: string;
  /** What holds, in one sentence. */
  readonly statement: string;
  readonly report: (subject: Subject, options?: Options) => LawReport;
}

export interface LawDefinition<Subject, Options, Case> {
  readonly law: string;
  readonly statement: string;
  /** Why the law says nothing about this subject; undefined where it does. */
  readonly skipped?: (subject: Subject, options: Options) => string | undefined;
  readonly cases: (subject: Subject, options: Options) => fc.Arbitrary<Case>;
  /** Throws an Error where the case breaks the law. */
  readonly check: (subject: Subject, given: Case, options: Options) => void;
}

/** A law from its definition. What the subject itself throws breaks the law too. */
export function defineLaw<Subject, Options extends LawOptions, Case>(
  definition: LawDefinition<Subject, Options, Case>,
): Law<Subject, Options> {
  const { law, statement, check } = definition;
  const report = (subject: Subject, options = {} as Options): LawReport => {
    const { seed = 1, runs = 25 } = options;
    const exempt = options.skip?.[law] ?? definition.skipped?.(subject, options);
    if (exempt !== undefined) return { law, status: 'skipped', reason: exempt, seed };
    const property = fc.property(definition.cases(subject, options), (given) =>
      check(subject, given, options),
    );
    const { failed, counterexample, errorInstance } = fc.check(property, { seed, numRuns: runs });
    if (!failed) return { law, status: 'passed', seed };
    const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
    return { law, status: 'failed', reason, counterexample: fc.stringify(counterexample?.[0]), seed };
  };
  const assert = (subject: Subject, options?: Options) => {
    const result = report(subject, options);
    if (result.status === 'failed') throw new Error(failureText(result));
  };
  return Object.freeze(Object.assign(assert, { law, statement, report }));
}

/** One line: law, what went wrong, counterexample, seed. */
export function failureText({ law, reason, counterexample, seed }: LawReport): string {
  return `${law}: ${reason} (counterexample ${counterexample}, seed ${seed})`;
}
