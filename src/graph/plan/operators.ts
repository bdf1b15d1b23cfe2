import type { NodeProto } from 'onnx-buf';
import { convolution } from '../matrices/convolution.js';
import { gemm, matMul } from '../matrices/dense.js';
import { recurrent } from '../matrices/recurrent.js';
import type { Graph } from '../onnx/graph.js';
import { type MatrixOperator, refuseUnless } from './matrix-operator.js';

type Reader = (node: NodeProto, graph: Graph) => MatrixOperator | null;

/** A matrix operator that arrays could compute and that is not computed on them yet. */
const later =
  (why: string): Reader =>
  (node, { constants }) => {
    refuseUnless(!node.input.some((name) => constants.has(name)), why);
    return null;
  };

/** How a node of each matrix operator becomes arrays: null where it multiplies two activations. */
export const matrixOperators: Readonly<Record<string, Reader>> = {
  Gemm: gemm,
  MatMul: matMul,
  Conv: convolution,
  LSTM: recurrent,
  GRU: recurrent,
  RNN: recurrent,
  ConvTranspose: later('no transposed convolution: its outputs overlap, which arrays do not add'),
  Einsum: later('a MatMul in place of an Einsum with constant weights'),
};

/** Operators that ONNX Runtime computes in floating point. */
export const floatOperators: ReadonlySet<string> = new Set(
  `Abs Add And ArgMax ArgMin AveragePool BatchNormalization Cast CastLike Ceil Celu Clip Compress Concat
ConstantOfShape Cos CumSum DepthToSpace DequantizeLinear Div Dropout Einsum Elu Equal Erf Exp Expand EyeLike
Flatten Floor Gather GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual
GroupNormalization HardSigmoid HardSwish Identity InstanceNormalization LRN LayerNormalization LeakyRelu Less
LessOrEqual Log LogSoftmax LpNormalization LpPool MatMul Max MaxPool Mean Min Mish Mod Mul Neg Not OneHot Or
PRelu Pad Pow QuantizeLinear RMSNormalization Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp
ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize Round ScatterElements
ScatterND Selu Shape Shrink Sigmoid Sign Sin Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt
Squeeze Sub Sum Swish Tanh ThresholdedRelu Tile TopK Transpose Trilu Unsqueeze Where Xor`.split(/\s+/),
);
