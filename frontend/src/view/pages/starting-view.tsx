import type { JSX } from 'preact';
import { useStrings } from '../parts/hooks.ts';

/** Seen for a moment at most, unless the relay doesn't answer. */
export function StartingView({ isUnreachable }: { readonly isUnreachable: boolean }): JSX.Element {
  const { common, product } = useStrings();
  return (
    <main class="login">
      <h1>{product}</h1>
      <p role="status" data-testid="starting">
        {isUnreachable ? common.startingUnreachable : common.starting}
      </p>
    </main>
  );
}
