import { describe, expect, it } from 'vitest';
import { FakePagePorts } from '../../testing/page-ports.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { TANK, bookingOf } from '../../testing/robots.ts';
import { Extension } from './extension.ts';

const RUNNING = bookingOf('b1', '2026-11-21T11:30:00Z', '2026-11-21T12:30:00Z');
const EXTEND = 'POST /api/bookings/b1/extend';

function made(...bookings: object[]): { page: FakePagePorts; extension: Extension } {
  const page = new FakePagePorts();
  page.rest
    .on('GET /api/bookings?*', ok({ bookings }))
    .on(EXTEND, ok(bookingOf('b1', '2026-11-21T11:30:00Z', '2026-11-21T12:45:00Z')));
  const { ask, epochMs, onChange } = page.ports;
  return { page, extension: new Extension(ask, epochMs, onChange) };
}

describe('more time for the drive', () => {
  it('is asked for of the booking that runs now, of this robot', async () => {
    const other = bookingOf('b0', '2026-11-21T11:00:00Z', '2026-11-21T13:00:00Z', 'rover-2');
    const { page, extension } = made(other, RUNNING);
    expect(extension.view).toEqual({ name: 'none' });
    const asked = extension.ask(TANK.robot_id);
    expect(extension.view).toEqual({ name: 'asking' });
    await asked;
    expect(extension.view).toEqual({ name: 'done', untilMs: Date.UTC(2026, 10, 21, 12, 45) });
    expect(page.takeChanges()).toBe(2);
    expect(page.rest.bodies(EXTEND)).toEqual([{ minutes: 15 }]);
    const query = new URLSearchParams({ from: '2026-11-21T12:00:00.000Z', to: '2026-11-21T12:00:00.001Z' });
    expect(page.takeAsked()[0]).toBe(`GET /api/bookings?${query.toString()}`);
  });

  it('is asked for once at a time', async () => {
    const { page, extension } = made(RUNNING);
    await Promise.all([extension.ask(TANK.robot_id), extension.ask(TANK.robot_id)]);
    expect(page.rest.bodies(EXTEND)).toHaveLength(1);
  });

  it.each([
    ['there is none', []],
    ['it ends this very moment', [bookingOf('b1', '2026-11-21T11:30:00Z', '2026-11-21T12:00:00Z')]],
  ])('cannot be had of a booking when %s', async (_name, bookings) => {
    const { page, extension } = made(...bookings);
    await extension.ask(TANK.robot_id);
    expect(extension.view).toEqual({
      name: 'failed',
      failure: { ok: false, why: 'refused', code: 'not_found', message: '' },
    });
    expect(page.rest.bodies(EXTEND)).toEqual([]);
  });

  it.each([
    ['the bookings', 'GET /api/bookings?*'],
    ['more of it', EXTEND],
  ])('fails with the word of the relay when it refuses %s', async (_name, request) => {
    const { page, extension } = made(RUNNING);
    page.rest.on(request, refused(409, 'taken'));
    await extension.ask(TANK.robot_id);
    expect(extension.view).toMatchObject({ name: 'failed', failure: { code: 'taken' } });
  });

  it('whose answer comes when another drive is shown says nothing', async () => {
    const { page, extension } = made(RUNNING);
    const asked = extension.ask(TANK.robot_id);
    page.takeChanges();
    extension.forget();
    await asked;
    expect(extension.view).toEqual({ name: 'none' });
    expect(page.takeChanges()).toBe(0);
  });
});
