/** Why a connection was lost and is dialled again. */
export type RetryWhy = 'unreachable' | 'unavailable' | 'rate_limited' | 'dead' | 'lost' | 'going_away';

/** Why a connection is not dialled again. */
export type EndWhy = 'login' | 'not_permitted' | 'replaced' | 'version' | 'left';

export type LinkState =
  | { readonly name: 'connecting' }
  /** `holder` is this instance's tag; `mayLock`: the node takes an administrator's lock from it. */
  | { readonly name: 'ready'; readonly holder: string; readonly node: string; readonly mayLock: boolean }
  | { readonly name: 'waiting'; readonly why: RetryWhy }
  | { readonly name: 'ended'; readonly why: EndWhy };

/** What a close code (PROTOCOL.md §6) means for this page. */
export function endOfClose(code: number): EndWhy | undefined {
  if (code === 4401) return 'login';
  if (code === 4403) return 'not_permitted';
  if (code === 4409) return 'replaced';
  return undefined;
}
