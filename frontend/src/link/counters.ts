/** How often each thing happened, by its name. Every drop and refusal of the page is counted here. */
export class Counters {
  private readonly counts = new Map<string, number>();

  add(name: string): number {
    const count = this.of(name) + 1;
    this.counts.set(name, count);
    return count;
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  all(): ReadonlyMap<string, number> {
    return new Map(this.counts);
  }
}
