import type { JSX } from 'preact';
import type { DriveState } from '../../state/drive/drive-state.ts';
import { useStrings } from '../parts/hooks.ts';
import { Card, Notice } from '../parts/parts.tsx';
import type { Strings } from '../words/words.ts';

export interface DriveNotice {
  readonly testId: string;
  readonly tone: 'warn' | 'bad';
  readonly text: string;
}

/** What stands in the way right now, the worst first. */
export function noticesOf(drive: DriveState, isWarned: boolean, words: Strings['drive']): DriveNotice[] {
  const { telemetry } = drive;
  const isReady = drive.link.name === 'ready';
  const isSilent =
    isReady && drive.online === true && telemetry === undefined && drive.lease.name !== 'unknown';
  const all: [boolean, DriveNotice][] = [
    [isWarned, { testId: 'leave-warning', tone: 'bad', text: words.leaveWarning }],
    [isReady && drive.online === false, { testId: 'robot-offline', tone: 'bad', text: words.robotOffline }],
    [telemetry?.boardConnected === false, { testId: 'board-gone', tone: 'bad', text: words.boardGone }],
    [drive.isUnprotected, { testId: 'unprotected', tone: 'bad', text: words.unprotected }],
    [
      drive.ways.wentOver,
      { testId: 'went-over', tone: 'warn', text: words.goesOnOver(drive.ways.relay ?? '') },
    ],
    [isSilent, { testId: 'robot-silent', tone: 'warn', text: words.robotSilent }],
  ];
  const faults = (telemetry?.faults ?? []).map((fault): DriveNotice => ({
    testId: `fault-${fault}`,
    tone: 'warn',
    text: words.faults[fault],
  }));
  return [...all.filter(([isSo]) => isSo).map(([, notice]) => notice), ...faults];
}

/** The worst, in a place that is kept free for it; how many more there are, which stand below the controls. */
export function NoticeStrip({ notices }: { readonly notices: readonly DriveNotice[] }): JSX.Element {
  const { drive: words } = useStrings();
  const [worst, ...more] = notices;
  return (
    <div class="notices" role="status">
      {worst !== undefined && (
        <Notice tone={worst.tone} testId={worst.testId}>
          {worst.text}
        </Notice>
      )}
      {more.length > 0 && (
        <span class="more-notices" data-testid="more-notices">
          {words.moreNotices(more.length)}
        </span>
      )}
    </div>
  );
}

export function NoticeList({ notices }: { readonly notices: readonly DriveNotice[] }): JSX.Element | null {
  const { drive: words } = useStrings();
  if (notices.length === 0) return null;
  return (
    <Card id="notices" title={words.notices}>
      <div class="notices" role="status">
        {notices.map(({ testId, tone, text }) => (
          <Notice key={testId} tone={tone} testId={testId}>
            {text}
          </Notice>
        ))}
      </div>
    </Card>
  );
}
