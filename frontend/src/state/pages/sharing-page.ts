import type { RestFailure, RestResult } from '../../link/rest.ts';
import type { Grant, GrantRole, LinkWish, NewLink, ShareLink } from '../../link/sharing-rest.ts';
import { SharingRest } from '../../link/sharing-rest.ts';
import type { PagePorts } from './page.ts';
import { Page } from './page.ts';

export type SharingNotice =
  | { readonly name: 'granted' | 'taken_back' | 'link_ended' }
  | { readonly name: 'failed'; readonly failure: RestFailure };

export interface SharingView {
  readonly robotId: string;
  readonly robotName: string;
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

type Known = Omit<SharingView, 'robotId' | 'robotName' | 'zone' | 'busy'>;

const NOTHING: Known = {
  grants: undefined,
  links: undefined,
  newLink: undefined,
  notice: undefined,
  problem: undefined,
};

/** With whom one's robot is shared. */
export class SharingPage extends Page<Known> implements SharingIntents {
  private readonly rest: SharingRest;
  private readonly nameOf: (robotId: string) => string;
  private robotId = '';

  constructor(ports: PagePorts, nameOf: (robotId: string) => string) {
    super(ports, NOTHING);
    this.nameOf = nameOf;
    this.rest = new SharingRest(ports.ask);
  }

  get view(): SharingView {
    return {
      ...this.known,
      robotId: this.robotId,
      robotName: this.nameOf(this.robotId),
      zone: this.ports.zone(),
      busy: this.busy !== undefined,
    };
  }

  open({ robotId }: { readonly robotId: string }): void {
    this.close();
    this.robotId = robotId;
    void this.load();
  }

  grant(account: string, role: GrantRole): void {
    this.changeOf('granted', () => this.rest.grant(this.robotId, account, role));
  }

  takeBack(account: string): void {
    this.changeOf('taken_back', () => this.rest.takeBack(this.robotId, account));
  }

  makeLink(wish: LinkWish): void {
    this.change(
      () => this.rest.makeLink(this.robotId, wish),
      ({ value }) => ({ newLink: value }),
    );
  }

  endLink(id: string): void {
    if (this.known.newLink?.id === id) this.show({ newLink: undefined });
    this.changeOf('link_ended', () => this.rest.endLink(this.robotId, id));
  }

  private changeOf(
    name: 'granted' | 'taken_back' | 'link_ended',
    ask: () => Promise<RestResult<true>>,
  ): void {
    this.change(ask, () => ({ notice: { name } }));
  }

  private change<Value>(
    ask: () => Promise<RestResult<Value>>,
    changed: (result: { readonly value: Value }) => Partial<Known>,
  ): void {
    void this.busyWith(true, ask, (result) => {
      this.show(result.ok ? changed(result) : { notice: { name: 'failed', failure: result } });
      void this.load();
    });
  }

  private async load(): Promise<void> {
    const { turn, robotId } = this;
    const [grants, links] = await Promise.all([this.rest.grants(robotId), this.rest.links(robotId)]);
    if (turn !== this.turn) return;
    const failure = [grants, links].find((answer): answer is RestFailure => !answer.ok);
    if (this.isDenied(failure)) return;
    this.show({
      ...(grants.ok ? { grants: grants.value } : {}),
      ...(links.ok ? { links: links.value } : {}),
      problem: failure,
    });
  }
}
