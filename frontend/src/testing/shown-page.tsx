import axe from 'axe-core';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach } from 'vitest';
import { AppView } from '../view/app-view.tsx';
import { stringsFor } from '../view/words/strings.ts';
import { beaconOf } from './fake-relay.ts';
import type { FakePage } from './page.ts';

/** The page in a document, for tests of what a person sees. Make one for each file of tests. */
export class ShownPage {
  private current: FakePage | undefined;
  private root: HTMLElement = document.body;

  constructor() {
    beforeEach(() => {
      document.body.innerHTML = '<div id="app"></div>';
      document.documentElement.lang = 'en';
      document.title = 'Havatar Relay';
      this.root = document.getElementById('app') ?? document.body;
    });
    afterEach(() => {
      this.doing(() => render(null, this.root));
      this.page.app.logout();
    });
  }

  get page(): FakePage {
    if (this.current === undefined) throw new Error('nothing is shown');
    return this.current;
  }

  readonly show = async (make: () => Promise<FakePage> | FakePage): Promise<void> => {
    const page = await make();
    this.current = page;
    this.doing(() =>
      render(<AppView store={page.app.store} intents={page.app} strings={stringsFor(['en'])} />, this.root),
    );
  };

  /** Does it and lets the view catch up. */
  readonly doing = (run: () => void): void => {
    void act(run);
  };

  readonly all = (selector: string): HTMLElement[] => [...this.root.querySelectorAll<HTMLElement>(selector)];

  readonly find = (testId: string): HTMLElement | null =>
    this.root.querySelector(`[data-testid="${testId}"]`);

  readonly get = (testId: string): HTMLElement => {
    const element = this.find(testId);
    if (element === null) throw new Error(`there is no ${testId}`);
    return element;
  };

  readonly text = (testId: string): string => this.get(testId).textContent;

  readonly isEnabled = (testId: string): boolean => this.get(testId).getAttribute('aria-disabled') !== 'true';

  readonly pass = async (ms: number): Promise<void> => {
    await act(() => this.page.pass(ms));
  };

  /** Lets the browser draw twice. */
  readonly frames = async (): Promise<void> => {
    await act(
      () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    );
  };

  readonly says = (changes: Parameters<typeof beaconOf>[0]): void => {
    this.doing(() => this.page.relay.socket.saysBinary(beaconOf(changes)));
  };

  readonly violations = async (): Promise<string[]> => {
    const { violations: found } = await axe.run(this.root, {
      rules: { 'color-contrast': { enabled: false } },
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };
}
