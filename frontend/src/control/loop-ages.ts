/** The governor looks at the 90th percentile of one second (PROTOCOL.md §7). */
const WINDOW_MS = 1000;
const SHARE = 0.9;
/** Without a newer one for this long the age is unknown. */
const FRESH_MS = 1000;

/** How old this driver's setpoints were when the robot judged them. */
export class LoopAges {
  private ages: { readonly ageMs: number; readonly atMs: number }[] = [];

  add(ageMs: number, nowMs: number): void {
    this.ages = this.ages.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS);
    this.ages.push({ ageMs, atMs: nowMs });
  }

  newest(nowMs: number): number | undefined {
    const last = this.ages.at(-1);
    return last !== undefined && nowMs - last.atMs <= FRESH_MS ? last.ageMs : undefined;
  }

  /** What the governor goes by: nearest rank. */
  high(nowMs: number): number | undefined {
    const ages = this.ages.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS).map(({ ageMs }) => ageMs);
    return ages.sort((a, b) => a - b)[Math.ceil(SHARE * ages.length) - 1];
  }
}
