import type { JSX } from 'preact';
import type { DriveState } from '../../state/drive/drive-state.ts';
import { useStrings } from '../parts/hooks.ts';
import { Card } from '../parts/parts.tsx';
import { wordsFor } from '../words/strings.ts';

/** What was refused last and what to do about it; behind a fold, all that was refused. */
export function RefusalCard({ drive }: { readonly drive: DriveState }): JSX.Element {
  const strings = useStrings();
  const words = strings.drive;
  const { refusal, refusedCounts } = drive;
  const text =
    refusal === undefined
      ? words.refusalNone
      : wordsFor(strings, refusal.code, refusal.message, refusal.request);
  return (
    <Card id="refusal" title={words.refusal}>
      <p
        class={refusal === undefined || refusal.isOver ? 'hint' : undefined}
        data-testid="last-refusal"
        data-state={refusal?.code ?? 'none'}
        role="status"
      >
        {refusal?.isOver === true ? words.refusalOver(text) : text}
      </p>
      {refusedCounts.size > 0 && (
        <details>
          <summary>{words.refusalCounts}</summary>
          <ul class="counts">
            {[...refusedCounts].map(([code, count]) => (
              <li key={code}>
                <code>{code}</code> <span>{count}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
