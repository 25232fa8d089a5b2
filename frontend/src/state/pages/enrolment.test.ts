import { describe, expect, it } from 'vitest';
import type { Confirmed } from '../../link/login-rest.ts';
import type { RestFailure, RestResult } from '../../link/rest.ts';
import { FakePagePorts } from '../../testing/page-ports.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { Enrolment } from './enrolment.ts';

const SECRET = { secret: 'S', otpauthUri: 'otpauth://x', qrSvg: '<svg/>' };
const WRONG: RestFailure = { ok: false, why: 'refused', code: 'totp_wrong', message: '' };

class Steps {
  readonly page = new FakePagePorts();
  answer: RestResult<Confirmed> = WRONG;
  readonly confirmed: string[] = [];
  readonly enrolment = new Enrolment(
    this.page.ports.ask,
    (code) => {
      this.confirmed.push(code);
      return Promise.resolve(this.answer);
    },
    this.page.ports.onChange,
  );

  async scanning(): Promise<this> {
    const { secret, otpauthUri, qrSvg } = SECRET;
    this.page.rest.on('POST /api/account/totp', ok({ secret, otpauth_uri: otpauthUri, qr_svg: qrSvg }));
    await this.enrolment.begin();
    return this;
  }
}

describe('a second factor', () => {
  it('begins with the secret that an app has to be told', async () => {
    const steps = new Steps();
    const begun = steps.scanning();
    expect(steps.enrolment.view).toEqual({ name: 'loading' });
    await begun;
    expect(steps.enrolment.view).toEqual({ name: 'scan', secret: SECRET, busy: false, problem: undefined });
    expect(steps.page.takeChanges()).toBe(2);
  });

  it('says why it cannot begin', async () => {
    const steps = new Steps();
    steps.page.rest.on('POST /api/account/totp', refused(409, 'on_already'));
    await steps.enrolment.begin();
    expect(steps.enrolment.view).toMatchObject({ name: 'failed', problem: { code: 'on_already' } });
    await steps.enrolment.confirm('123456');
    expect(steps.confirmed).toEqual([]);
  });

  it('goes on after a wrong code', async () => {
    const { enrolment, confirmed } = await new Steps().scanning();
    const confirming = enrolment.confirm('123456');
    expect(enrolment.view).toEqual({ name: 'scan', secret: SECRET, busy: true, problem: undefined });
    await enrolment.confirm('654321');
    await confirming;
    expect(confirmed).toEqual(['123456']);
    expect(enrolment.view).toEqual({ name: 'scan', secret: SECRET, busy: false, problem: WRONG });
    const again = enrolment.confirm('111111');
    expect(enrolment.view).toMatchObject({ problem: undefined });
    await again;
  });

  it('ends with the recovery codes, and with what lets one in', async () => {
    const steps = await new Steps().scanning();
    const token = { token: 't', expiresInS: 60 };
    steps.answer = { ok: true, value: { codes: ['a', 'b'], token } };
    await steps.enrolment.confirm('123456');
    expect(steps.enrolment.view).toEqual({ name: 'codes', codes: ['a', 'b'] });
    expect(steps.enrolment.token).toEqual(token);
    await steps.enrolment.confirm('123456');
    expect(steps.confirmed).toHaveLength(1);
  });
});
