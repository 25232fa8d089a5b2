import { describe, expect, it } from 'vitest';
import type { SessionEnds } from '../../wire/json-messages.ts';
import { SessionEnd } from './session-end.ts';

const ends = (endsInMs: number | null, endsAt: string | null = '12:30'): SessionEnds => ({
  type: 'session_ends',
  robot_id: 'tank-1',
  ends_in_ms: endsInMs,
  ends_at: endsAt,
});

describe('the end of a right to drive', () => {
  it('is none before it is told, and none when it is told that there is none', () => {
    const end = new SessionEnd();
    expect(end.view(0)).toBeUndefined();
    end.onTold(ends(5000), 0);
    end.onTold(ends(null), 0);
    expect(end.view(0)).toBeUndefined();
  });

  it('counts down from when it was told, to none', () => {
    const end = new SessionEnd();
    end.onTold(ends(5000), 1000);
    expect(end.view(3000)).toEqual({ remainingMs: 3000, endsAt: '12:30', isUnconfirmed: false });
    expect(end.view(7000)).toEqual({ remainingMs: 0, endsAt: '12:30', isUnconfirmed: false });
  });

  it('knows an end that is none if somebody can look up the right', () => {
    const end = new SessionEnd();
    end.onTold({ ...ends(5000), cause: 'unconfirmed' }, 0);
    expect(end.view(0)).toMatchObject({ isUnconfirmed: true });
    end.onTold({ ...ends(5000), cause: 'booking' }, 0);
    expect(end.view(0)).toMatchObject({ isUnconfirmed: false });
  });

  it('is the latest that was told, and is forgotten with the robot', () => {
    const end = new SessionEnd();
    end.onTold(ends(5000), 0);
    end.onTold(ends(9000, null), 0);
    expect(end.view(0)).toEqual({ remainingMs: 9000, endsAt: '', isUnconfirmed: false });
    end.forget();
    expect(end.view(0)).toBeUndefined();
  });
});
