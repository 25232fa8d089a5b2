import type { TotpSecret } from '../link/account-rest.ts';
import { beginTotp, confirmTotp } from '../link/account-rest.ts';
import type { Ask, RestFailure } from '../link/rest.ts';

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
  private readonly ask: Ask;
  private readonly onChange: () => void;

  constructor(ask: Ask, onChange: () => void) {
    this.ask = ask;
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
    const result = await confirmTotp(this.ask, totpCode);
    if (result.ok) this.show({ name: 'codes', codes: result.value });
    else this.show({ ...view, busy: false, problem: result });
  }

  private show(view: EnrolmentView): void {
    this.view = view;
    this.onChange();
  }
}
