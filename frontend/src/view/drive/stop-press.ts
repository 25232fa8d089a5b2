/** A touch that is told twice, and the click that ends a press, come this close to what they belong to. */
const SAME_PRESS_MS = 100;

interface Stamped {
  readonly timeStamp: number;
}

/**
 * Makes one press of STOP out of what a browser tells of it. The beginning counts, whichever finger or button it is: a `pointerdown`, or the
 * bare `touchstart` that Chromium sends while another finger scrolls. A `click` counts when no finger or mouse made it, that is from a key
 * or from assistive technology. In doubt it counts once more: that is harmless, a stop that is swallowed isn't.
 */
export class StopPress {
  private beganMs = Number.NEGATIVE_INFINITY;
  private endedMs = Number.NEGATIVE_INFINITY;

  /** All of these say whether it is a press. */
  onPointerDown({ timeStamp }: Stamped): boolean {
    this.beganMs = timeStamp;
    return true;
  }

  onTouchStart({ timeStamp }: Stamped): boolean {
    const isTold = Math.abs(timeStamp - this.beganMs) < SAME_PRESS_MS;
    this.beganMs = timeStamp;
    return !isTold;
  }

  onPointerEnd({ timeStamp }: Stamped): void {
    this.endedMs = timeStamp;
  }

  onClick({ timeStamp, detail }: Stamped & { readonly detail: number }): boolean {
    const isEndOfPress = detail > 0 && timeStamp - this.endedMs < SAME_PRESS_MS;
    this.endedMs = Number.NEGATIVE_INFINITY;
    return !isEndOfPress;
  }
}
