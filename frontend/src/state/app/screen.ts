import type { DriveIntents } from '../drive/drive-intents.ts';
import type { DriveScreen } from '../drive/drive-page.ts';
import type { PageIntents, PageScreen } from './pages.ts';
import type { Place } from './place.ts';
import type { ProofIntents } from '../pages/proof-prompt.ts';
import type { SignInIntents, SignInView } from '../pages/sign-in.ts';

/** What is shown, and nothing else. */
export type Screen =
  /** It is not known yet whether this browser is signed in. */
  | { readonly name: 'starting'; readonly isUnreachable: boolean }
  | { readonly name: 'login'; readonly signIn: SignInView }
  | PageScreen
  /** No question is ever put over it: nothing may stand between a person and STOP. */
  | DriveScreen;

/** What a person may want. The view calls these and nothing else. */
export interface Intents {
  readonly signIn: SignInIntents;
  readonly pages: PageIntents;
  readonly drive: DriveIntents;
  readonly proof: ProofIntents;
  go(place: Place): void;
  logout(): void;
}
