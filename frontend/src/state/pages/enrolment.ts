import type { TotpSecret } from '../../link/account-rest.ts';
import { beginTotp } from '../../link/account-rest.ts';
import type { Confirmed, Token } from '../../link/login-rest.ts';
import type { Ask, RestFailure, RestResult } from '../../link/rest.ts';

/** How far somebody is with a second factor. */
export type EnrolmentView =
  | { readonly name: 'loading' }
  | { readonly name: 'failed'; readonly problem: RestFailure }
  | {
      readonly name: 'scan';
      readonly secret: TotpSecret;
      readonly busy: boolean;
      readonly problem: RestFailure | undefined;
    }
  /** The second factor is on; these codes are told only now. */
  | { readonly name: 'codes'; readonly codes: readonly string[] };

/** Gives an account its second factor: secret, proof that the app has it, recovery codes. */
export class Enrolment {
  view: EnrolmentView = { name: 'loading' };
  /** For who was on their way in. */
  token: Token | undefined;
  private readonly ask: Ask;
  private readonly confirmWith: (totpCode: string) => Promise<RestResult<Confirmed>>;
  private readonly onChange: () => void;

  constructor(ask: Ask, confirmWith: Enrolment['confirmWith'], onChange: () => void) {
    this.ask = ask;
    this.confirmWith = confirmWith;
    this.onChange = onChange;
  }

  async begin(): Promise<void> {
    this.show({ name: 'loading' });
    const result = await beginTotp(this.ask);
    if (result.ok) this.show({ name: 'scan', secret: result.value, busy: false, problem: undefined });
    else this.show({ name: 'failed', problem: result });
  }

  async confirm(totpCode: string): Promise<void> {
    const { view } = this;
    if (view.name !== 'scan' || view.busy) return;
    this.show({ ...view, busy: true, problem: undefined });
    const result = await this.confirmWith(totpCode);
    if (result.ok) {
      this.token = result.value.token;
      this.show({ name: 'codes', codes: result.value.codes });
    } else this.show({ ...view, busy: false, problem: result });
  }

  private show(view: EnrolmentView): void {
    this.view = view;
    this.onChange();
  }
}
