import { describe, expect, it } from 'vitest';
import { FakePagePorts } from '../../testing/page-ports.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { SharingPage } from './sharing-page.ts';

const GRANTS = [{ account: 'ben', role: 'driver' }];
const LINKS = [{ link_id: 'l1', role: 'viewer', uses: 1, max_uses: 3 }];
const LOADING = ['GET /api/robots/tank-1/grants', 'GET /api/robots/tank-1/links'];
const failed = (code: string): object => ({
  name: 'failed',
  failure: { ok: false, why: 'refused', code, message: '' },
});

const nameOf = (robotId: string): string => `name of ${robotId}`;

async function opened(): Promise<{ fake: FakePagePorts; page: SharingPage }> {
  const fake = new FakePagePorts();
  fake.rest
    .on('GET /api/robots/tank-1/grants', ok({ grants: GRANTS }))
    .on('GET /api/robots/tank-1/links', ok({ links: LINKS }));
  const page = new SharingPage(fake.ports, nameOf);
  page.open({ robotId: 'tank-1' });
  await fake.settled();
  return { fake, page };
}

describe('with whom a robot is shared', () => {
  it('is unknown until the answers come', () => {
    const page = new SharingPage(new FakePagePorts().ports, nameOf);
    expect(page.view).toEqual({
      robotId: '',
      robotName: 'name of ',
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
    const { fake, page } = await opened();
    expect(fake.takeAsked()).toEqual(LOADING);
    expect(page.view).toMatchObject({
      robotId: 'tank-1',
      robotName: 'name of tank-1',
      grants: [{ account: 'ben', role: 'driver' }],
      links: [{ id: 'l1', role: 'viewer', uses: 1, maxUses: 3 }],
      problem: undefined,
    });
    expect(fake.takeChanges()).toBe(1);
  });

  it.each([
    ['grants', 'GET /api/robots/tank-1/grants', 'links'],
    ['links', 'GET /api/robots/tank-1/links', 'grants'],
  ] as const)(
    'keeps what was known of %s when they cannot be had, and says so',
    async (lost, request, had) => {
      const { fake, page } = await opened();
      fake.rest.on(request, refused(503, 'busy')).on('DELETE /api/robots/*', ok());
      const before = page.view;
      page.takeBack('ben');
      await fake.settled();
      expect(page.view[lost]).toEqual(before[lost]);
      expect(page.view[had]).toEqual(before[had]);
      expect(page.view.problem).toMatchObject({ why: 'unavailable', code: 'busy' });
    },
  );

  it('is nothing any more once the login has ended', async () => {
    const { fake, page } = await opened();
    fake.rest.on('GET /api/robots/tank-1/links', refused(401, 'unauthenticated'));
    page.open({ robotId: 'tank-1' });
    await fake.settled();
    expect(fake.signedOut).toBe(1);
    expect(page.view.grants).toBeUndefined();
  });

  it('of another robot begins anew; late answers are ignored', async () => {
    const { fake, page } = await opened();
    page.open({ robotId: 'rover-2' });
    page.close();
    fake.takeChanges();
    await fake.settled();
    expect(fake.takeChanges()).toBe(0);
    expect(page.view).toMatchObject({ robotId: 'rover-2', grants: undefined, problem: undefined });
  });
});

describe('a change of whom it is shared with', () => {
  it.each<[string, string, object | undefined, string, (page: SharingPage) => void]>([
    [
      'a right',
      'PUT /api/robots/tank-1/grants/carl',
      { role: 'viewer' },
      'granted',
      (page) => page.grant('carl', 'viewer'),
    ],
    [
      'a right taken back',
      'DELETE /api/robots/tank-1/grants/ben',
      undefined,
      'taken_back',
      (page) => page.takeBack('ben'),
    ],
    [
      'an ended link',
      'DELETE /api/robots/tank-1/links/l1',
      undefined,
      'link_ended',
      (page) => page.endLink('l1'),
    ],
  ])('%s is asked for, said and loaded again', async (_name, request, body, name, change) => {
    const { fake, page } = await opened();
    fake.rest.on(request, ok());
    fake.takeAsked();
    change(page);
    expect(page.view).toMatchObject({ busy: true, notice: undefined });
    const [asked] = fake.rest.asked;
    expect(asked?.body).toEqual(body);
    await fake.settled();
    expect(fake.takeAsked()).toEqual([request, ...LOADING]);
    expect(page.view).toMatchObject({ busy: false, notice: { name } });
  });

  it('that is refused is said, too', async () => {
    const { fake, page } = await opened();
    fake.rest.on('PUT *', refused(404, 'no_such_account'));
    page.grant('carl', 'viewer');
    await fake.settled();
    expect(page.view.notice).toEqual(failed('no_such_account'));
  });

  it('is one at a time', async () => {
    const { fake, page } = await opened();
    fake.takeAsked();
    page.takeBack('ben');
    page.takeBack('carl');
    await fake.settled();
    expect(fake.takeAsked()).toEqual(['DELETE /api/robots/tank-1/grants/ben', ...LOADING]);
  });

  it('whose answer comes after the page was left changes nothing', async () => {
    const { fake, page } = await opened();
    page.takeBack('ben');
    page.close();
    fake.takeAsked();
    await fake.settled();
    expect(page.view).toMatchObject({ busy: false, notice: undefined });
    expect(fake.takeAsked()).toEqual([]);
  });
});

describe('a link', () => {
  const wish = { role: 'driver', expiresInS: 3600, maxUses: 1 } as const;

  it('is shown with its token once it is made, until it is ended', async () => {
    const { fake, page } = await opened();
    fake.rest
      .on('POST /api/robots/tank-1/links', ok({ link_id: 'l2', token: 'secret' }))
      .on('DELETE /api/robots/*', ok());
    page.makeLink(wish);
    await fake.settled();
    expect(fake.rest.bodies('POST /api/robots/tank-1/links')).toEqual([
      { role: 'driver', expires_in_s: 3600, max_uses: 1 },
    ]);
    expect(page.view).toMatchObject({ newLink: { id: 'l2', token: 'secret' }, notice: undefined });
    page.endLink('l1');
    await fake.settled();
    expect(page.view.newLink).toBeDefined();
    page.endLink('l2');
    expect(page.view.newLink).toBeUndefined();
  });

  it('that is refused is said', async () => {
    const { fake, page } = await opened();
    fake.rest.on('POST *', refused(409, 'too_many'));
    page.makeLink(wish);
    await fake.settled();
    expect(page.view).toMatchObject({ newLink: undefined, notice: failed('too_many') });
  });
});
