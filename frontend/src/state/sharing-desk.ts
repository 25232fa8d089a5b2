import type { RestFailure, RestResult } from '../link/rest.ts';
import type { Grant, GrantRole, LinkWish, NewLink, ShareLink } from '../link/sharing-rest.ts';
import { SharingRest } from '../link/sharing-rest.ts';
import type { DeskPorts } from './desk.ts';

export type SharingNotice =
  | { readonly name: 'granted' | 'taken_back' | 'link_ended' }
  | { readonly name: 'failed'; readonly failure: RestFailure };

export interface SharingView {
  readonly robotId: string;
  readonly zone: string;
  /** Undefined until the first answer. */
  readonly grants: readonly Grant[] | undefined;
  readonly links: readonly ShareLink[] | undefined;
  /** Its token is shown only now. */
  readonly newLink: NewLink | undefined;
  readonly busy: boolean;
  readonly notice: SharingNotice | undefined;
  readonly problem: RestFailure | undefined;
}

export interface SharingIntents {
  grant(account: string, role: GrantRole): void;
  takeBack(account: string): void;
  makeLink(wish: LinkWish): void;
  endLink(id: string): void;
}

type Known = Omit<SharingView, 'robotId' | 'zone'>;

const NOTHING: Known = {
  grants: undefined,
  links: undefined,
  newLink: undefined,
  busy: false,
  notice: undefined,
  problem: undefined,
};

/** With whom one's robot is shared. */
export class SharingDesk implements SharingIntents {
  private readonly ports: DeskPorts;
  private readonly rest: SharingRest;
  private robotId = '';
  private known: Known = NOTHING;
  /** Raised when another robot is shown: earlier answers are ignored. */
  private turn = 0;

  constructor(ports: DeskPorts) {
    this.ports = ports;
    this.rest = new SharingRest(ports.ask);
  }

  get view(): SharingView {
    return { ...this.known, robotId: this.robotId, zone: this.ports.zone() };
  }

  open(robotId: string): void {
    this.close();
    this.robotId = robotId;
    void this.load();
  }

  close(): void {
    this.turn += 1;
    this.known = NOTHING;
  }

  grant(account: string, role: GrantRole): void {
    this.change('granted', () => this.rest.grant(this.robotId, account, role));
  }

  takeBack(account: string): void {
    this.change('taken_back', () => this.rest.takeBack(this.robotId, account));
  }

  makeLink(wish: LinkWish): void {
    void this.busyWith(
      () => this.rest.makeLink(this.robotId, wish),
      (result) => {
        if (result.ok) this.show({ newLink: result.value });
        else this.show({ notice: { name: 'failed', failure: result } });
      },
    );
  }

  endLink(id: string): void {
    if (this.known.newLink?.id === id) this.show({ newLink: undefined });
    this.change('link_ended', () => this.rest.endLink(this.robotId, id));
  }

  private change(name: 'granted' | 'taken_back' | 'link_ended', ask: () => Promise<RestResult<true>>): void {
    void this.busyWith(ask, (result) =>
      this.show({ notice: result.ok ? { name } : { name: 'failed', failure: result } }),
    );
  }

  private async busyWith<Answer>(ask: () => Promise<Answer>, then: (answer: Answer) => void): Promise<void> {
    if (this.known.busy) return;
    const { turn } = this;
    this.show({ busy: true, notice: undefined });
    const answer = await ask();
    if (turn !== this.turn) return;
    this.show({ busy: false });
    then(answer);
    await this.load();
  }

  private async load(): Promise<void> {
    const { turn, robotId } = this;
    const [grants, links] = await Promise.all([this.rest.grants(robotId), this.rest.links(robotId)]);
    if (turn !== this.turn) return;
    const failure = [grants, links].find((answer): answer is RestFailure => !answer.ok);
    if (failure?.why === 'denied') {
      this.ports.onSignedOut();
      return;
    }
    this.show({
      ...(grants.ok ? { grants: grants.value } : {}),
      ...(links.ok ? { links: links.value } : {}),
      problem: failure,
    });
  }

  private show(changes: Partial<Known>): void {
    this.known = { ...this.known, ...changes };
    this.ports.onChange();
  }
}
