import type { Account, AccountChanges, LoginSession } from '../../link/account-rest.ts';
import {
  addPasskey,
  askAccount,
  askSessions,
  changeAccount,
  changePassword,
  confirmTotp,
  endSession,
  removePasskey,
  removeTotp,
  renewCodes,
} from '../../link/account-rest.ts';
import type { RestFailure, RestResult } from '../../link/rest.ts';
import type { PagePorts } from './page.ts';
import { Page } from './page.ts';
import type { EnrolmentView } from './enrolment.ts';
import { Enrolment } from './enrolment.ts';
import { isZone } from './week.ts';

export type AccountPart = 'profile' | 'password' | 'totp' | 'passkeys' | 'sessions';

/** What became of the last change. */
export interface AccountNotice {
  readonly part: AccountPart;
  readonly outcome: { readonly ok: true } | RestFailure;
}

export interface AccountView {
  /** Undefined until the first answer. */
  readonly account: Account | undefined;
  readonly sessions: readonly LoginSession[] | undefined;
  readonly zone: string;
  readonly busy: AccountPart | undefined;
  readonly notice: AccountNotice | undefined;
  readonly enrolment: EnrolmentView | undefined;
  readonly problem: RestFailure | undefined;
  /** Whether this browser knows passkeys. */
  readonly offersPasskey: boolean;
}

export interface AccountIntents {
  changeProfile(changes: AccountChanges): void;
  changePassword(password: string, newPassword: string): void;
  beginTotp(): void;
  confirmTotp(totpCode: string): void;
  /** The recovery codes are kept, or the enrolment is given up. */
  endTotp(): void;
  removeTotp(password: string, totpCode: string): void;
  renewCodes(password: string, totpCode: string): void;
  addPasskey(name: string): void;
  removePasskey(id: string): void;
  endSession(id: string): void;
}

type Known = Omit<AccountView, 'zone' | 'busy' | 'offersPasskey'>;

const CLOSED = { notice: undefined, enrolment: undefined, problem: undefined };

/** What the relay notes for an account until its owner chooses; who wants it can choose Etc/UTC. */
const NEVER_CHOSEN = 'UTC';

/** One's own account: name and zone, password, second factor, logins. */
export class AccountPage extends Page<Known, AccountPart> implements AccountIntents {
  private enrolment: Enrolment | undefined;

  constructor(ports: PagePorts) {
    super(ports, { account: undefined, sessions: undefined, ...CLOSED }, CLOSED);
  }

  get view(): AccountView {
    return {
      ...this.known,
      zone: this.ports.zone(),
      busy: this.busy,
      offersPasskey: this.ports.passkeys !== undefined,
    };
  }

  get name(): string {
    return this.known.account?.name ?? '';
  }

  /** That the person has chosen, if any. */
  get zone(): string | undefined {
    const zone = this.known.account?.zone ?? '';
    return zone !== NEVER_CHOSEN && isZone(zone) ? zone : undefined;
  }

  open(): void {
    this.close();
    this.loadAll();
  }

  override close(): void {
    super.close();
    this.enrolment = undefined;
  }

  async load(): Promise<void> {
    const { person } = this;
    const result = await askAccount(this.ports.ask);
    if (person !== this.person) return;
    if (result.ok) this.show({ account: result.value, problem: undefined });
    else if (!this.isDenied(result)) this.show({ problem: result });
  }

  changeProfile(changes: AccountChanges): void {
    this.change('profile', () => changeAccount(this.ports.ask, changes));
  }

  changePassword(password: string, newPassword: string): void {
    this.change('password', () => changePassword(this.ports.ask, password, newPassword));
  }

  beginTotp(): void {
    const { ask } = this.ports;
    const confirm = (code: string): ReturnType<typeof confirmTotp> => confirmTotp(ask, code);
    const enrolment = new Enrolment(ask, confirm, () => {
      if (this.enrolment === enrolment) this.show({ enrolment: enrolment.view });
    });
    this.enrolment = enrolment;
    this.show({ notice: undefined });
    void enrolment.begin();
  }

  confirmTotp(totpCode: string): void {
    void this.enrolment?.confirm(totpCode);
  }

  endTotp(): void {
    const isOn = this.known.enrolment?.name === 'codes';
    this.enrolment = undefined;
    this.show({
      enrolment: undefined,
      notice: isOn ? { part: 'totp', outcome: { ok: true } } : undefined,
    });
    void this.load();
  }

  removeTotp(password: string, totpCode: string): void {
    this.change('totp', () => removeTotp(this.ports.ask, password, totpCode));
  }

  renewCodes(password: string, totpCode: string): void {
    void this.busyWith(
      'totp',
      () => renewCodes(this.ports.ask, password, totpCode),
      (result) => {
        if (result.ok) this.show({ enrolment: { name: 'codes', codes: result.value.codes } });
        else this.show({ notice: { part: 'totp', outcome: result } });
      },
    );
  }

  addPasskey(name: string): void {
    const { ask, passkeys } = this.ports;
    if (passkeys !== undefined) this.change('passkeys', () => addPasskey(ask, passkeys, name));
  }

  removePasskey(id: string): void {
    this.change('passkeys', () => removePasskey(this.ports.ask, id));
  }

  endSession(id: string): void {
    this.change('sessions', () => endSession(this.ports.ask, id));
  }

  private async loadSessions(): Promise<void> {
    const { turn } = this;
    const result = await askSessions(this.ports.ask);
    if (turn === this.turn && result.ok) this.show({ sessions: result.value });
  }

  private change(part: AccountPart, run: () => Promise<RestResult<true>>): void {
    void this.busyWith(part, run, (result) => {
      this.show({ notice: { part, outcome: result.ok ? { ok: true } : result } });
      this.loadAll();
    });
  }

  private loadAll(): void {
    void this.load();
    void this.loadSessions();
  }
}
