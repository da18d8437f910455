/**
 * An ONNX model as plain data, and its file: the few fields of ModelProto that a network for inference needs.
 * Field and enum numbers: onnx.proto3 of the ONNX project, Apache-2.0,
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3.
 */
import { Message } from './protobuf.ts';

/** Version of ONNX's own operators. */
const OPSET = 17;
/** The version of the file format that came with opset 17. */
const IR_VERSION = 8;

/** TensorProto.DataType, and the bytes of one element. */
const TYPES = {
  float: { code: 1, bytes: 4 },
  int64: { code: 7, bytes: 8 },
  bool: { code: 9, bytes: 1 },
  int32: { code: 6, bytes: 4 },
  double: { code: 11, bytes: 8 },
} as const;
export type ElementType = keyof typeof TYPES;

/** ElementType's number in the operator Cast's attribute `to`. */
export function typeCode(type: ElementType): number {
  return TYPES[type].code;
}

/** An input or output of the graph: its name, type and shape; a dimension with a name is free. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | string)[];
  /** What it is, with units. */
  readonly doc: string;
}

/** A constant of the graph, row-major: an initialiser. */
export interface Constant {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly values: ArrayLike<number>;
}

/** An operator applied to values by name. Attributes are integers or lists of them; no others are needed here. */
export interface ModelOperation {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
}

export interface OnnxModel {
  readonly name: string;
  readonly doc: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly constants: readonly Constant[];
  readonly operations: readonly ModelOperation[];
  /** Facts about the model, by name: ModelProto.metadata_props. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of the model's `.onnx` file: a ModelProto. */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const file = new Message()
    .int(1, IR_VERSION)
    .string(2, 'Sluice')
    .string(6, model.doc)
    .message(7, graph(model))
    // OperatorSetIdProto; no domain means ONNX's own operators.
    .message(8, new Message().string(1, '').int(2, OPSET));
  for (const [key, value] of Object.entries(model.metadata)) {
    // StringStringEntryProto.
    file.message(14, new Message().string(1, key).string(2, value));
  }
  return file.finish();
}

/** GraphProto. */
function graph(model: OnnxModel): Message {
  const made = new Message();
  for (const operation of model.operations) made.message(1, node(operation));
  made.string(2, model.name);
  for (const constant of model.constants) made.message(5, tensor(constant));
  for (const value of model.inputs) made.message(11, valueInfo(value));
  for (const value of model.outputs) made.message(12, valueInfo(value));
  return made;
}

/** NodeProto. */
function node({ name, operator, inputs, outputs, attributes }: ModelOperation): Message {
  const made = new Message();
  for (const input of inputs) made.string(1, input);
  for (const output of outputs) made.string(2, output);
  made.string(3, name).string(4, operator);
  for (const [key, value] of Object.entries(attributes)) {
    // AttributeProto; its type is 2 (INT, field 3) or 7 (INTS, field 8).
    const attribute = new Message().string(1, key);
    if (typeof value === 'number') attribute.int(3, value).int(20, 2);
    else attribute.ints(8, value).int(20, 7);
    made.message(5, attribute);
  }
  return made;
}

/** TensorProto with raw_data: little-endian whatever the machine. Throws where the values do not fill the shape. */
function tensor({ name, type, dims, values }: Constant): Message {
  const { code, bytes } = TYPES[type];
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (values.length !== count) {
    throw new Error(`${name} has ${String(values.length)} values for the shape [${dims.join(', ')}]`);
  }
  const raw = new Uint8Array(bytes * count);
  const view = new DataView(raw.buffer);
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (type === 'float') view.setFloat32(bytes * i, value, true);
    else if (type === 'double') view.setFloat64(bytes * i, value, true);
    else if (type === 'int32') view.setInt32(bytes * i, value, true);
    else if (type === 'int64') view.setBigInt64(bytes * i, BigInt(value), true);
    else view.setUint8(i, value);
  }
  return new Message().ints(1, dims).int(2, code).string(8, name).bytes(9, raw);
}

/** ValueInfoProto around TypeProto.Tensor around TensorShapeProto. */
function valueInfo({ name, type, dims, doc }: Value): Message {
  const shape = new Message();
  for (const dim of dims) {
    const dimension = new Message();
    shape.message(1, typeof dim === 'number' ? dimension.int(1, dim) : dimension.string(2, dim));
  }
  const tensorType = new Message().int(1, TYPES[type].code).message(2, shape);
  return new Message().string(1, name).message(2, new Message().message(1, tensorType)).string(3, doc);
}
