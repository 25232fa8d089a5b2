// Accounts and rights for the tests, made over the relay's own interface by the demo's administrator.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

export const PASSWORD = 'a tortoise on the second floor';
const STEP_MS = 30_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The REST interface as one person; a browser context of its own, so that no cookie gets into a page under test. */
export async function signedInApi(site, username, password) {
  const { context, page } = await blankPage(site);
  const send = (method, path, data, token) =>
    context.request.fetch(new URL(path, site.demo.url).href, {
      method,
      ...(data === undefined ? {} : { data }),
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });
  const login = await send('POST', '/api/login', { username, password });
  assert.equal(login.status(), 200, await login.text());
  const { token } = await login.json();
  /** The relay may want a proof by now: a long run is older than what the login proved. */
  const sendProven = async (...request) => {
    const answer = await send(...request, token);
    if (answer.status() !== 403 || (await answer.json()).code !== 'proof_needed') return answer;
    const proof = await send('POST', '/api/account/proof', { password }, token);
    assert.equal(proof.status(), 204, await proof.text());
    return send(...request, token);
  };
  return {
    /** The answer's body; any status that isn't expected fails the test with what the relay said. */
    call: async (method, path, data, expected = [200, 201, 204]) => {
      const answer = await sendProven(method, path, data);
      assert.ok(
        expected.includes(answer.status()),
        `${method} ${path}: ${answer.status()} ${await answer.text()}`,
      );
      return answer.status() === 204 ? undefined : answer.json();
    },
    close: () => page.context().close(),
  };
}

async function blankPage(site) {
  const page = await site.browser.newPage();
  return { page, context: page.context() };
}

/** An account that may sign in with PASSWORD at once. */
export async function addPerson(administrator, name, role = 'user') {
  await administrator.call('POST', '/api/accounts', { name, role, password: PASSWORD });
  return { username: name, password: PASSWORD };
}

/** RFC 6238 with SHA-1, six digits, 30 s: what an authenticator shows `steps` later than now. */
export function totpCode(secret, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps));
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = digest[digest.length - 1] & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function fromBase32(text) {
  let bits = '';
  for (const char of text.replace(/[\s=]/g, '').toUpperCase()) {
    const value = BASE32.indexOf(char);
    assert.ok(value >= 0, `no base32: ${char}`);
    bits += value.toString(2).padStart(5, '0');
  }
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}
