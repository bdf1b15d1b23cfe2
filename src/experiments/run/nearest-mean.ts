import { batchesOf, imagesInto, labelsOf, type Selection } from '../../data/batches.js';
import { imageSize } from '../../data/dataset.js';

/**
 * Images used of either set, at most: enough for a figure that is right to a point or two, in a
 * tenth of a second.
 */
const maxImages = 5000;
const batchImages = 256;

/**
 * Accuracy on `test` of the classifier that takes the class whose mean training image is nearest,
 * on the first 5,000 images of each. What any network that learns should come near. O(images pixels
 * classes).
 */
export function nearestMeanAccuracy(train: Selection, test: Selection): number {
  const { classes } = train.set;
  const { means, pixels } = classMeans(first(train), classes);
  const norms = means.map((mean) => mean.reduce((sum, value) => sum + value * value, 0));
  const tested = first(test);
  let right = 0;
  eachImage(tested, pixels, (image, label) => {
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < classes; c++) {
      let product = 0;
      for (let i = 0; i < pixels; i++) product += means[c][i] * image[i];
      const distance = norms[c] - 2 * product;
      if (distance < least) {
        least = distance;
        nearest = c;
      }
    }
    if (nearest === label) right++;
  });
  return right / tested.indices.length;
}

function classMeans(images: Selection, classes: number): { means: Float64Array[]; pixels: number } {
  const pixels = imageSize(images.set);
  const means = Array.from({ length: classes }, () => new Float64Array(pixels));
  const counts = new Float64Array(classes);
  eachImage(images, pixels, (image, label) => {
    counts[label]++;
    for (let i = 0; i < pixels; i++) means[label][i] += image[i];
  });
  means.forEach((mean, c) => {
    for (let i = 0; i < pixels; i++) mean[i] /= Math.max(counts[c], 1);
  });
  return { means, pixels };
}

function eachImage(
  images: Selection,
  pixels: number,
  visit: (image: Float32Array, label: number) => void,
): void {
  const input = new Float32Array(batchImages * pixels);
  for (const batch of batchesOf(images, batchImages)) {
    imagesInto(input, batch);
    labelsOf(batch).forEach((label, i) => {
      visit(input.subarray(i * pixels, (i + 1) * pixels), label);
    });
  }
}

function first({ set, indices }: Selection): Selection {
  return { set, indices: indices.subarray(0, maxImages) };
}
