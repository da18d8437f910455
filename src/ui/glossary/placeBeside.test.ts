import { describe, expect, it } from 'vitest';
import { placed } from './placeBeside.ts';

const at = (left: number, top: number) => ({ left, top, bottom: top + 20 });

describe('what a word opens', () => {
  it('stands below it', () => {
    expect(placed(at(100, 100), [300, 200], [1440, 900])).toEqual({ left: 100, top: 126, room: 766 });
  });

  it('stands above it where there is more room', () => {
    expect(placed(at(100, 700), [300, 200], [1440, 900])).toEqual({ left: 100, top: 494, room: 686 });
  });

  it.each([320, 360, 390, 1440])('stays within a window of %d px at any word', (across) => {
    const width = Math.min(368, across - 16);
    for (let left = 0; left < across; left += 13)
      for (let top = -300; top < 900; top += 37) {
        const place = placed(at(left, top), [width, 620], [across, 700]);
        expect(place.left).toBeGreaterThanOrEqual(8);
        expect(place.left + width).toBeLessThanOrEqual(across - 8);
        expect(place.top).toBeGreaterThanOrEqual(8);
        expect(place.top + Math.min(620, place.room)).toBeLessThanOrEqual(692);
      }
  });
});
