import { describe, expect, it } from 'vitest';
import { FakeDesk } from '../testing/desk.ts';
import { ok, refused } from '../testing/fake-relay-rest.ts';
import { SharingDesk } from './sharing-desk.ts';

const GRANTS = [{ account: 'ben', role: 'driver' }];
const LINKS = [{ link_id: 'l1', role: 'viewer', uses: 1, max_uses: 3 }];
const LOADING = ['GET /api/robots/tank-1/grants', 'GET /api/robots/tank-1/links'];
const failed = (code: string): object => ({
  name: 'failed',
  failure: { ok: false, why: 'refused', code, message: '' },
});

async function opened(): Promise<{ page: FakeDesk; desk: SharingDesk }> {
  const page = new FakeDesk();
  page.rest
    .on('GET /api/robots/tank-1/grants', ok({ grants: GRANTS }))
    .on('GET /api/robots/tank-1/links', ok({ links: LINKS }));
  const desk = new SharingDesk(page.ports);
  desk.open('tank-1');
  await page.settled();
  return { page, desk };
}

describe('with whom a robot is shared', () => {
  it('is unknown until the answers come', () => {
    const desk = new SharingDesk(new FakeDesk().ports);
    expect(desk.view).toEqual({
      robotId: '',
      zone: 'Europe/Berlin',
      grants: undefined,
      links: undefined,
      newLink: undefined,
      busy: false,
      notice: undefined,
      problem: undefined,
    });
  });

  it('is what the relay says', async () => {
    const { page, desk } = await opened();
    expect(page.takeAsked()).toEqual(LOADING);
    expect(desk.view).toMatchObject({
      robotId: 'tank-1',
      grants: [{ account: 'ben', role: 'driver' }],
      links: [{ id: 'l1', role: 'viewer', uses: 1, maxUses: 3 }],
      problem: undefined,
    });
    expect(page.takeChanges()).toBe(1);
  });

  it.each([
    ['grants', 'GET /api/robots/tank-1/grants', 'links'],
    ['links', 'GET /api/robots/tank-1/links', 'grants'],
  ] as const)(
    'keeps what was known of %s when they cannot be had, and says so',
    async (lost, request, had) => {
      const { page, desk } = await opened();
      page.rest.on(request, refused(503, 'busy')).on('DELETE /api/robots/*', ok());
      const before = desk.view;
      desk.takeBack('ben');
      await page.settled();
      expect(desk.view[lost]).toEqual(before[lost]);
      expect(desk.view[had]).toEqual(before[had]);
      expect(desk.view.problem).toMatchObject({ why: 'unavailable', code: 'busy' });
    },
  );

  it('is nothing any more once the login has ended', async () => {
    const { page, desk } = await opened();
    page.rest.on('GET /api/robots/tank-1/links', refused(401, 'unauthenticated'));
    desk.open('tank-1');
    await page.settled();
    expect(page.signedOut).toBe(1);
    expect(desk.view.grants).toBeUndefined();
  });

  it('of another robot begins anew; late answers are ignored', async () => {
    const { page, desk } = await opened();
    desk.open('rover-2');
    desk.close();
    page.takeChanges();
    await page.settled();
    expect(page.takeChanges()).toBe(0);
    expect(desk.view).toMatchObject({ robotId: 'rover-2', grants: undefined, problem: undefined });
  });
});

describe('a change of whom it is shared with', () => {
  it.each<[string, string, object | undefined, string, (desk: SharingDesk) => void]>([
    [
      'a right',
      'PUT /api/robots/tank-1/grants/carl',
      { role: 'viewer' },
      'granted',
      (desk) => desk.grant('carl', 'viewer'),
    ],
    [
      'a right taken back',
      'DELETE /api/robots/tank-1/grants/ben',
      undefined,
      'taken_back',
      (desk) => desk.takeBack('ben'),
    ],
    [
      'an ended link',
      'DELETE /api/robots/tank-1/links/l1',
      undefined,
      'link_ended',
      (desk) => desk.endLink('l1'),
    ],
  ])('%s is asked for, said and loaded again', async (_name, request, body, name, change) => {
    const { page, desk } = await opened();
    page.rest.on(request, ok());
    page.takeAsked();
    change(desk);
    expect(desk.view).toMatchObject({ busy: true, notice: undefined });
    const [asked] = page.rest.asked;
    expect(asked?.body).toEqual(body);
    await page.settled();
    expect(page.takeAsked()).toEqual([request, ...LOADING]);
    expect(desk.view).toMatchObject({ busy: false, notice: { name } });
  });

  it('that is refused is said, too', async () => {
    const { page, desk } = await opened();
    page.rest.on('PUT *', refused(404, 'no_such_account'));
    desk.grant('carl', 'viewer');
    await page.settled();
    expect(desk.view.notice).toEqual(failed('no_such_account'));
  });

  it('is one at a time', async () => {
    const { page, desk } = await opened();
    page.takeAsked();
    desk.takeBack('ben');
    desk.takeBack('carl');
    await page.settled();
    expect(page.takeAsked()).toEqual(['DELETE /api/robots/tank-1/grants/ben', ...LOADING]);
  });

  it('whose answer comes after the page was left changes nothing', async () => {
    const { page, desk } = await opened();
    desk.takeBack('ben');
    desk.close();
    page.takeAsked();
    await page.settled();
    expect(desk.view).toMatchObject({ busy: false, notice: undefined });
    expect(page.takeAsked()).toEqual([]);
  });
});

describe('a link', () => {
  const wish = { role: 'driver', expiresInS: 3600, maxUses: 1 } as const;

  it('is shown with its token once it is made, until it is ended', async () => {
    const { page, desk } = await opened();
    page.rest
      .on('POST /api/robots/tank-1/links', ok({ link_id: 'l2', token: 'secret' }))
      .on('DELETE /api/robots/*', ok());
    desk.makeLink(wish);
    await page.settled();
    expect(page.rest.bodies('POST /api/robots/tank-1/links')).toEqual([
      { role: 'driver', expires_in_s: 3600, max_uses: 1 },
    ]);
    expect(desk.view).toMatchObject({ newLink: { id: 'l2', token: 'secret' }, notice: undefined });
    desk.endLink('l1');
    await page.settled();
    expect(desk.view.newLink).toBeDefined();
    desk.endLink('l2');
    expect(desk.view.newLink).toBeUndefined();
  });

  it('that is refused is said', async () => {
    const { page, desk } = await opened();
    page.rest.on('POST *', refused(409, 'too_many'));
    desk.makeLink(wish);
    await page.settled();
    expect(desk.view).toMatchObject({ newLink: undefined, notice: failed('too_many') });
  });
});
