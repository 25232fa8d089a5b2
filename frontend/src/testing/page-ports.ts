import type { Passkeys } from '../link/ports.ts';
import type { PagePorts } from '../state/pages/page.ts';
import { FakeRest } from './fake-relay-rest.ts';
import { FakeTime, settle } from './fake-time.ts';

/** What a page behind the login works with, and what it did: no screen, no session. */
export class FakePagePorts {
  readonly time = new FakeTime();
  readonly rest = new FakeRest();
  /** 2026-11-21T12:00:00Z until a test says otherwise. */
  nowMs = Date.UTC(2026, 10, 21, 12);
  zone = 'Europe/Berlin';
  signedOut = 0;
  private changes = 0;
  readonly ports: PagePorts;

  constructor(passkeys?: Passkeys) {
    this.ports = {
      ask: (method, path, body) => Promise.resolve(this.rest.answer({ method, path, timeoutMs: 5000, body })),
      timers: this.time,
      epochMs: () => this.nowMs,
      passkeys,
      zone: () => this.zone,
      me: () => 'anna',
      onChange: () => {
        this.changes += 1;
      },
      onSignedOut: () => {
        this.signedOut += 1;
      },
    };
  }

  takeChanges(): number {
    const { changes } = this;
    this.changes = 0;
    return changes;
  }

  /** Method and path of what was asked since the last call. */
  takeAsked(): string[] {
    return this.rest.asked.splice(0).map(({ method, path }) => `${method} ${path}`);
  }

  /** All answers have come. */
  async settled(): Promise<void> {
    for (let i = 0; i < 5; i += 1) await settle();
  }
}
