import { describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from './ports.ts';
import { Rest } from './rest.ts';

function answering(response: HttpResponse): { rest: Rest; asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  const rest = new Rest((request) => {
    asked.push(request);
    return Promise.resolve(response);
  });
  return { rest, asked };
}

describe('the relay’s HTTP interface', () => {
  it('shows what login says when it refuses', async () => {
    const { rest } = answering({
      status: 401,
      body: { success: false, code: 'bad_login', message: 'Wrong.' },
    });
    const result = await rest.login({ username: 'a', password: 'b', totpCode: '' });
    expect(result).toEqual({ ok: false, why: 'denied', code: 'bad_login', message: 'Wrong.' });
  });

  it('shows the detail of a problem document', async () => {
    const { rest } = answering({ status: 429, body: { code: 'rate_limited', detail: 'Wait 3 s.' } });
    const result = await rest.ticket('token');
    expect(result).toEqual({ ok: false, why: 'rate_limited', code: 'rate_limited', message: 'Wait 3 s.' });
  });

  it('sends no code of a second factor that was not typed', async () => {
    const { rest, asked } = answering({ status: 200, body: { success: true, token: 't' } });
    expect(await rest.login({ username: 'a', password: 'b', totpCode: '' })).toEqual({
      ok: true,
      value: { token: 't' },
    });
    expect(asked[0]?.body).toEqual({ username: 'a', password: 'b' });
  });

  it('leaves out robots with an id that no robot may have', async () => {
    const robots = [{ robot_id: 'tank-1', name: 'Tank', online: true }, { robot_id: '../x' }, 5];
    const { rest } = answering({ status: 200, body: { robots } });
    const found = await rest.robots('token');
    expect(found).toEqual({ ok: true, value: [{ robot_id: 'tank-1', name: 'Tank', online: true }] });
  });
});
