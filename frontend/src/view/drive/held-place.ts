/** Less is rounding; what is under the finger stays under it. */
const TOLERANCE_PX = 1;

type Place = Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>;

/**
 * Watches a control while a finger is on it, and tells once when it moved or changed its size, or when the screen did: the finger then is
 * where nobody put it. Returns what ends the watch, and a check to be made before a movement of the finger counts.
 */
export class HeldPlace {
  private readonly element: HTMLElement;
  private readonly at: Place;
  private readonly onMoved: () => void;
  private readonly observer: ResizeObserver;
  private frame: number;

  constructor(element: HTMLElement, onMoved: () => void) {
    this.element = element;
    this.at = element.getBoundingClientRect();
    this.onMoved = onMoved;
    this.observer = new ResizeObserver(() => this.check());
    this.observer.observe(element);
    this.listen('addEventListener');
    this.frame = window.requestAnimationFrame(this.onFrame);
  }

  /** False when the control isn't where it was gripped; that has been told then. */
  check(): boolean {
    const now = this.element.getBoundingClientRect();
    const isThere = (['left', 'top', 'width', 'height'] as const).every(
      (side) => Math.abs(now[side] - this.at[side]) <= TOLERANCE_PX,
    );
    if (!isThere) this.onMoved();
    return isThere;
  }

  end(): void {
    window.cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.listen('removeEventListener');
  }

  /** What the page's own scripts move has no event. */
  private readonly onFrame = (): void => {
    this.frame = window.requestAnimationFrame(this.onFrame);
    this.check();
  };

  private readonly onScreenChange = (): void => this.onMoved();

  private listen(method: 'addEventListener' | 'removeEventListener'): void {
    window[method]('resize', this.onScreenChange);
    window[method]('orientationchange', this.onScreenChange);
    window[method]('scroll', this.onScreenChange, { capture: true });
    // Older browsers have neither.
    (window.visualViewport as VisualViewport | null | undefined)?.[method]('resize', this.onScreenChange);
    (window.visualViewport as VisualViewport | null | undefined)?.[method]('scroll', this.onScreenChange);
    (screen.orientation as ScreenOrientation | undefined)?.[method]('change', this.onScreenChange);
  }
}
