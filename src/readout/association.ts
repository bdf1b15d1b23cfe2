/**
 * Class association: each output unit is given the class to which it responds most, and an image
 * the class whose units respond most (doi 10.1088/2634-4386/ad8c78). Labels never touch the
 * weights.
 */
export interface Association {
  /** Adds labelled responses [batch, units]. */
  readonly observe: (outputs: Float32Array, labels: ArrayLike<number>, batch: number) => void;
  /**
   * Class of each unit by its largest mean, -1 where that is not above 0: it never responded. (The
   * published code says -1 where it is exactly 0, which differs for outputs below 0 alone: those of
   * the convolutional rows.) Ends the observation.
   */
  readonly assign: () => Int32Array;
  /** Predicted class of each image, both ways; ties go to the lower class or unit. */
  readonly predict: (outputs: Float32Array, batch: number) => { average: Int32Array; max: Int32Array };
}

export function createAssociation(units: number, classes: number): Association {
  const sums = new Float64Array(classes * units);
  const counts = new Float64Array(classes);
  let labels: Int32Array | null = null;

  const assign = () => {
    labels ??= Int32Array.from({ length: units }, (_, unit) => {
      const mean = (c: number) => (counts[c] > 0 ? sums[c * units + unit] / counts[c] : 0);
      const best = argmax(classes, mean);
      return mean(best) > 0 ? best : -1;
    });
    return labels;
  };

  return Object.freeze<Association>({
    observe(outputs, given, batch) {
      for (let b = 0; b < batch; b++) {
        const row = given[b] * units;
        counts[given[b]]++;
        for (let unit = 0; unit < units; unit++) sums[row + unit] += outputs[b * units + unit];
      }
    },
    assign,
    predict(outputs, batch) {
      const label = assign();
      const members = new Float64Array(classes);
      for (const c of label) if (c >= 0) members[c]++;
      const average = new Int32Array(batch);
      const max = new Int32Array(batch);
      const response = new Float64Array(classes);
      for (let b = 0; b < batch; b++) {
        response.fill(0);
        let strongest = -1;
        let highest = -Infinity;
        for (let unit = 0; unit < units; unit++) {
          if (label[unit] < 0) continue;
          const y = outputs[b * units + unit];
          response[label[unit]] += y;
          if (y > highest) {
            highest = y;
            strongest = label[unit];
          }
        }
        average[b] = argmax(classes, (c) => (members[c] > 0 ? response[c] / members[c] : -1));
        max[b] = strongest;
      }
      return { average, max };
    },
  });
}

function argmax(n: number, value: (i: number) => number): number {
  let best = 0;
  for (let i = 1; i < n; i++) if (value(i) > value(best)) best = i;
  return best;
}
