import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

interface QrDrawing {
  readonly size: string;
  readonly path: string;
}

/**
 * Takes the modules' outline out of an SVG document and nothing else, so that no script, style or address in it can do anything here.
 * Undefined for what is no such drawing.
 */
export function qrDrawingOf(svg: string): QrDrawing | undefined {
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  const size = /^0 0 (\d{1,4}) (\d{1,4})$/.exec(root.getAttribute('viewBox') ?? '');
  const paths = [...root.getElementsByTagName('path')];
  const path = paths.length === 1 ? (paths[0]?.getAttribute('d') ?? '') : '';
  if (size === null || size[1] !== size[2] || !/^[MmLlHhVvZz0-9 ,.-]+$/.test(path)) return undefined;
  return { size: size[0], path };
}

interface QrCodeProps {
  readonly svg: string;
  readonly label: string;
  readonly otherwise: string;
}

/** Dark on light whatever the page's colours are: many readers can't read it the other way round. */
export function QrCode({ svg, label, otherwise }: QrCodeProps): JSX.Element {
  const drawing = useMemo(() => qrDrawingOf(svg), [svg]);
  if (drawing === undefined) return <p class="hint">{otherwise}</p>;
  return (
    <svg class="qr" viewBox={drawing.size} role="img" aria-label={label} data-testid="qr">
      <path d={drawing.path} shape-rendering="crispEdges" />
    </svg>
  );
}
