import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps an element of the page's lower edge at the lower edge of what is seen. Two fingers that enlarge the page, or a keyboard on the
 * screen, push whatever is merely `fixed` out of sight.
 */
export function useVisualViewport<Shown extends HTMLElement>(): RefObject<Shown | null> {
  const element = useRef<Shown>(null);
  useLayoutEffect(() => {
    const viewport = window.visualViewport as VisualViewport | null | undefined;
    if (viewport === null || viewport === undefined) return undefined;
    const place = (): void => {
      if (element.current !== null) follow(element.current, viewport);
    };
    place();
    viewport.addEventListener('resize', place);
    viewport.addEventListener('scroll', place);
    return () => {
      viewport.removeEventListener('resize', place);
      viewport.removeEventListener('scroll', place);
    };
  }, []);
  return element;
}

/** Where `fixed` would put it differs between browsers that hide their bars: it is measured. */
function follow(element: HTMLElement, { scale, offsetLeft, offsetTop, width, height }: VisualViewport): void {
  const { style } = element;
  style.transform = '';
  style.width = '';
  const { left, bottom } = element.getBoundingClientRect();
  const rightwards = offsetLeft - left;
  const downwards = offsetTop + height - bottom;
  if (scale < 1.01 && Math.abs(downwards) < 1) return;
  style.width = `${width * scale}px`;
  style.transformOrigin = 'left bottom';
  style.transform = `translate(${rightwards}px, ${downwards}px) scale(${1 / scale})`;
}
