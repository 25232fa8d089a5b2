import { describe, expect, it } from 'vitest';
import { askSessions } from './account-rest.ts';
import { BookingsRest } from './bookings-rest.ts';
import { LoginRest } from './login-rest.ts';
import type { HttpRequest, HttpResponse } from './ports.ts';
import type { Ask } from './rest.ts';
import { askRobots, askTicket } from './robots-rest.ts';
import { SharingRest, redeemLink } from './sharing-rest.ts';

function answering(response: HttpResponse): { login: LoginRest; ask: Ask; asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  const send = (request: HttpRequest): Promise<HttpResponse> => {
    asked.push(request);
    return Promise.resolve(response);
  };
  return {
    asked,
    login: new LoginRest(send),
    ask: (method, path, body) => send({ method, path, body, timeoutMs: 1 }),
  };
}

const CREDENTIALS = { username: 'a', password: 'b', totpCode: '' };

describe('logging in', () => {
  it('shows what login says when it refuses, and for how long', async () => {
    const { login } = answering({
      status: 429,
      body: { success: false, code: 'rate_limited', message: 'Wait.' },
      retryAfterS: 12,
    });
    expect(await login.login(CREDENTIALS)).toEqual({
      ok: false,
      why: 'rate_limited',
      code: 'rate_limited',
      message: 'Wait.',
      retryAfterS: 12,
    });
  });

  it('asks for the cookie, and sends no code that was not typed', async () => {
    const { login, asked } = answering({ status: 200, body: { success: true, token: 't', expires_in: 900 } });
    expect(await login.login(CREDENTIALS)).toEqual({ ok: true, value: { token: 't', expiresInS: 900 } });
    expect(asked[0]).toMatchObject({
      body: { username: 'a', password: 'b', refresh_cookie: true },
      cookies: true,
    });
    expect(asked[0]?.body).not.toHaveProperty('totp_code');
  });

  it.each([
    [{ code: 'totp_required' }, { ok: false, why: 'totp_required' }],
    [
      { code: 'totp_enrolment_required', enrolment_token: 'e' },
      { ok: false, why: 'totp_enrolment_required', token: 'e' },
    ],
    [
      { code: 'password_change_required', password_token: 'p' },
      { ok: false, why: 'password_change_required', token: 'p' },
    ],
  ])('knows what has to be done first: %o', async (body, expected) => {
    const { login } = answering({ status: 401, body: { success: false, ...body } });
    expect(await login.login(CREDENTIALS)).toEqual(expected);
  });

  it('a step without its token is a refusal, not a step', async () => {
    const { login } = answering({ status: 401, body: { code: 'totp_enrolment_required' } });
    expect(await login.login(CREDENTIALS)).toMatchObject({ ok: false, why: 'denied' });
  });

  it('refreshes with the cookie and the header that a foreign page can’t send', async () => {
    const { login, asked } = answering({ status: 200, body: { token: 't2', expires_in: 60 } });
    expect(await login.refresh()).toEqual({ ok: true, value: { token: 't2', expiresInS: 60 } });
    expect(asked[0]).toMatchObject({
      path: '/api/login/refresh',
      cookies: true,
      headers: { 'X-Havatar-Refresh': '1' },
      body: {},
    });
    expect(asked[0]?.token).toBeUndefined();
  });
});

describe('what the relay answers', () => {
  it('shows the detail of a problem document', async () => {
    const { ask } = answering({ status: 429, body: { code: 'rate_limited', detail: 'Wait 3 s.' } });
    expect(await askTicket(ask)).toEqual({
      ok: false,
      why: 'rate_limited',
      code: 'rate_limited',
      message: 'Wait 3 s.',
    });
  });

  it('leaves out robots with an id that no robot may have, and a permission that is not told drives', async () => {
    const robots = [
      { robot_id: 'tank-1', name: 'Tank', online: true },
      { robot_id: 'tank-2', may: 'watch', booking_required: true, owner: 'anna' },
      { robot_id: '../x' },
      5,
    ];
    const { ask } = answering({ status: 200, body: { robots } });
    const found = await askRobots(ask);
    expect(found.ok && found.value.map(({ robot_id }) => robot_id)).toEqual(['tank-1', 'tank-2']);
    expect(found.ok && found.value[0]).toMatchObject({ permission: 'drive', bookingRequired: false });
    expect(found.ok && found.value[1]).toMatchObject({
      name: 'tank-2',
      permission: 'watch',
      bookingRequired: true,
      owner: 'anna',
      mayShare: true,
    });
  });

  it('reads bookings: one’s own with their id, others’ only as times, nonsense not at all', async () => {
    const bookings = [
      {
        id: 'b1',
        robot_id: 'r',
        account: 'anna',
        from: '2026-11-21T12:00:00Z',
        until: '2026-11-21T13:00:00Z',
      },
      { robot_id: 'r', from: '2026-11-21T14:00:00Z', until: '2026-11-21T15:00:00Z', busy: true },
      { id: 'b3', from: '2026-11-21T16:00:00Z', until: '2026-11-21T15:00:00Z' },
      { id: 'b4', from: 'tomorrow', until: '2026-11-21T15:00:00Z' },
    ];
    const { ask, asked } = answering({ status: 200, body: { bookings } });
    const rest = new BookingsRest(ask);
    const span = { fromMs: Date.UTC(2026, 10, 21), toMs: Date.UTC(2026, 10, 28) };
    const ofRobot = await rest.list('r', span);
    expect(ofRobot.ok && ofRobot.value.map(({ id, robotId }) => [id, robotId])).toEqual([
      ['b1', 'r'],
      ['', 'r'],
    ]);
    const own = await rest.list(undefined, span);
    expect(own.ok && own.value.map(({ id, isMine }) => [id, isMine])).toEqual([['b1', true]]);
    expect(asked.map(({ path }) => path)).toEqual([
      '/api/bookings?robot_id=r&from=2026-11-21T00%3A00%3A00.000Z&to=2026-11-28T00%3A00%3A00.000Z',
      '/api/bookings?from=2026-11-21T00%3A00%3A00.000Z&to=2026-11-28T00%3A00%3A00.000Z',
    ]);
  });

  it('offers the nearest free windows when the time is taken', async () => {
    const free = [{ from: '2026-11-21T12:00:00Z', until: '2026-11-21T13:00:00Z' }, { from: 'x' }];
    const { ask } = answering({ status: 409, body: { code: 'taken', detail: 'Taken.', nearest: free } });
    const answer = await new BookingsRest(ask).book('r', { fromMs: 0, toMs: 1 }, 'Europe/Berlin');
    expect(answer).toMatchObject({ ok: false, code: 'taken' });
    expect('free' in answer && answer.free).toEqual([
      { fromMs: Date.UTC(2026, 10, 21, 12), toMs: Date.UTC(2026, 10, 21, 13) },
    ]);
  });

  it('a name in an address is escaped', async () => {
    const { ask, asked } = answering({ status: 204, body: undefined });
    expect(await new SharingRest(ask).takeBack('r', '../../x?y')).toEqual({ ok: true, value: true });
    expect(asked[0]?.path).toBe('/api/robots/r/grants/..%2F..%2Fx%3Fy');
  });

  it('a right that is not known to drive only watches', async () => {
    const { ask } = answering({ status: 200, body: { robot_id: 'r', name: 'Tank', role: 'pilot' } });
    expect(await redeemLink(ask, 'token')).toEqual({
      ok: true,
      value: { robotId: 'r', robotName: 'Tank', role: 'viewer' },
    });
  });

  it('login sessions without an id are left out', async () => {
    const { ask } = answering({
      status: 200,
      body: { sessions: [{ device: 'x' }, { session_id: 's', current: true }] },
    });
    const found = await askSessions(ask);
    expect(found.ok && found.value.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([['s', true]]);
  });
});
