import { create } from '@bufbuild/protobuf';
import { TensorProto_DataType as DataType, type TensorProto, TensorProtoSchema } from 'onnx-buf';
import { InputError } from '../../../devices/base/errors.js';

/** Bytes of an element as `raw_data` holds it; absent for types of which no number is read. */
const elementBytes: Readonly<Record<number, number>> = {
  [DataType.FLOAT]: 4,
  [DataType.DOUBLE]: 8,
  [DataType.FLOAT16]: 2,
  [DataType.BFLOAT16]: 2,
  [DataType.INT8]: 1,
  [DataType.UINT8]: 1,
  [DataType.INT16]: 2,
  [DataType.UINT16]: 2,
  [DataType.INT32]: 4,
  [DataType.UINT32]: 4,
  [DataType.INT64]: 8,
  [DataType.UINT64]: 8,
  [DataType.BOOL]: 1,
};

export function shapeOf({ dims }: TensorProto): readonly number[] {
  return dims.map(Number);
}

/**
 * Throws InputError, with `place`, unless the tensor holds as many elements as its shape says: the
 * check behind which sizes may be trusted. O(1).
 */
export function checkTensor(tensor: TensorProto, place: string): void {
  const shape = shapeOf(tensor);
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0) || !Number.isSafeInteger(count)) {
    throw new InputError(`${place}: shape ${shape.join(' x ')}, expected whole sizes that fit into memory`);
  }
  const bytes = elementBytes[tensor.dataType];
  if (bytes === undefined) {
    const name = DataType[tensor.dataType] ?? tensor.dataType;
    throw new InputError(`${place}: elements of type ${name}, expected numbers of 8 to 64 bits`);
  }
  const held = tensor.rawData.length > 0 ? tensor.rawData.length / bytes : fieldOf(tensor).length;
  if (held === count) return;
  throw new InputError(
    `${place}: ${held} elements, expected ${count} as its shape ${shape.join(' x ')} says`,
  );
}

/** The elements, in whichever of its fields the tensor holds them, as a list of plain numbers. */
function fieldOf(tensor: TensorProto): readonly (number | bigint)[] {
  const { dataType, floatData, int32Data, int64Data, doubleData, uint64Data } = tensor;
  if (dataType === DataType.FLOAT) return floatData;
  if (dataType === DataType.DOUBLE) return doubleData;
  if (dataType === DataType.INT64) return int64Data;
  return dataType === DataType.UINT64 || dataType === DataType.UINT32 ? uint64Data : int32Data;
}

/** Whether `constantFloats` can read it. */
export function isFloat({ dataType }: TensorProto): boolean {
  return dataType === DataType.FLOAT || dataType === DataType.DOUBLE;
}

/** A copy of a tensor of floats. Throws InputError, with `place`, for another type and for NaN. */
export function constantFloats(tensor: TensorProto, place: string): Float32Array {
  if (!isFloat(tensor)) {
    throw new InputError(
      `${place}: weights of type ${DataType[tensor.dataType]}, expected FLOAT or DOUBLE: export the network in float32`,
    );
  }
  const { rawData, dataType } = tensor;
  const Type = dataType === DataType.FLOAT ? Float32Array : Float64Array;
  const values = Float32Array.from(
    rawData.length > 0 ? new Type(new Uint8Array(rawData).buffer) : fieldOf(tensor),
    Number,
  );
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return values;
  throw new InputError(`${place}: element ${wrong} is ${values[wrong]}, expected finite numbers of 32 bits`);
}

/** The elements of a tensor of whole numbers, or of floats, as plain numbers. */
export function integersOf(tensor: TensorProto): readonly number[] {
  const { rawData, dataType } = tensor;
  if (rawData.length === 0) return fieldOf(tensor).map(Number);
  const Type = { [DataType.INT64]: BigInt64Array, [DataType.INT32]: Int32Array }[dataType] ?? Float32Array;
  return Array.from(new Type(new Uint8Array(rawData).buffer) as ArrayLike<number | bigint>, Number);
}

/** A tensor of 32-bit floats. */
export function floatTensor(name: string, shape: readonly number[], values: Float32Array): TensorProto {
  const rawData = new Uint8Array(values.slice().buffer);
  return create(TensorProtoSchema, { name, dims: shape.map(BigInt), dataType: DataType.FLOAT, rawData });
}

/** A tensor of 64-bit integers. */
export function integerTensor(
  name: string,
  shape: readonly number[],
  values: readonly bigint[],
): TensorProto {
  const rawData = new Uint8Array(BigInt64Array.from(values).buffer);
  return create(TensorProtoSchema, { name, dims: shape.map(BigInt), dataType: DataType.INT64, rawData });
}
