import type { Booking } from '../link/bookings-rest.ts';

/** Robots and bookings as the relay tells them. */

export const TANK = { robot_id: 'tank-1', name: 'Tank', type: 'tank', online: true, may: 'drive' };
export const ROVER = { robot_id: 'rover-2', name: 'Rover', type: 'rover', online: true, may: 'watch' };
export const GUIDE = {
  robot_id: 'guide-3',
  name: 'Guide',
  type: 'guide',
  online: false,
  may: 'book',
  booking_required: true,
};

export function bookingOf(id: string, from: string, until: string, robot = TANK.robot_id): object {
  return { id, robot_id: robot, account: 'anna', from, until, zone: 'Europe/Berlin' };
}

export const BOOKING: Booking = {
  id: 'tank-1~b1',
  robotId: TANK.robot_id,
  fromMs: Date.UTC(2026, 10, 21, 13),
  toMs: Date.UTC(2026, 10, 21, 14),
  isMine: true,
};
