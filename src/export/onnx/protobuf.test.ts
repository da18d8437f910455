import { describe, expect, it } from 'vitest';
import { Message } from './protobuf.ts';

function hex(message: Message): string {
  return Array.from(message.finish(), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

describe('a message', () => {
  it('has the bytes of the examples in the description of the format', () => {
    expect(hex(new Message().int(1, 150))).toBe('08 96 01');
    expect(hex(new Message().string(2, 'testing'))).toBe('12 07 74 65 73 74 69 6e 67');
    expect(hex(new Message().message(3, new Message().int(1, 150)))).toBe('1a 03 08 96 01');
    expect(hex(new Message().int(1, -2))).toBe('08 fe ff ff ff ff ff ff ff ff 01');
    expect(hex(new Message().ints(6, [3, 270, 86942]))).toBe('32 06 03 8e 02 9e a7 05');
  });

  it('joins its fields in the order of the calls, two bytes a key from field 16 on', () => {
    expect(hex(new Message().int(20, 7).int(1, 0).string(2, '').bytes(4, Uint8Array.of(9)))).toBe(
      'a0 01 07 08 00 12 00 22 01 09',
    );
    expect(hex(new Message().string(1, 'µ'))).toBe('0a 02 c2 b5');
    expect(hex(new Message())).toBe('');
  });

  it('holds no number that is not an integer, and has no field below 1', () => {
    for (const value of [0.5, NaN, Infinity, 2 ** 53]) {
      expect(() => new Message().int(1, value)).toThrow('integer');
    }
    expect(() => new Message().int(0, 1)).toThrow('no field 0');
  });
});
