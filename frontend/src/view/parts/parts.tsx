import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad';

interface ActionProps {
  readonly testId: string;
  readonly kind?: 'primary' | 'plain' | 'danger';
  readonly enabled: boolean;
  /** Takes the focus when it appears. */
  readonly hasFocus?: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

/** A button that keeps its place and the focus when it can't be used. */
export function Action({
  testId,
  kind = 'plain',
  enabled,
  hasFocus = false,
  onPress,
  children,
}: ActionProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (hasFocus) button.current?.focus({ preventScroll: true });
  }, []);
  return (
    <button
      type="button"
      class={`button button-${kind}`}
      data-testid={testId}
      aria-disabled={!enabled}
      ref={button}
      onClick={() => {
        if (enabled) onPress();
      }}
    >
      {children}
    </button>
  );
}

interface StatusProps {
  readonly testId: string;
  readonly tone: Tone;
  readonly state: string;
  readonly children: ComponentChildren;
}

/** Words in a place of a fixed height; more than fits is scrolled, by keys too. */
export function CardWords({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = place;
    if (current === null) return;
    if (current.scrollHeight > current.clientHeight) current.tabIndex = 0;
    else current.removeAttribute('tabindex');
  });
  return (
    <div class="card-words" ref={place}>
      {children}
    </div>
  );
}

/** A state in words, with a colour and a shape beside them. Screen readers are told when it changes. */
export function Status({ testId, tone, state, children }: StatusProps): JSX.Element {
  return (
    <p class={`status tone-${tone}`} role="status">
      <span class="dot" aria-hidden="true" />
      <span data-testid={testId} data-state={state}>
        {children}
      </span>
    </p>
  );
}

interface CardProps {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Card({ id, title, children }: CardProps): JSX.Element {
  return (
    <section class={`card card-${id}`} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

interface NoticeProps {
  readonly tone: Exclude<Tone, 'neutral'>;
  readonly testId?: string;
  readonly children: ComponentChildren;
}

export function Notice({ tone, testId, children }: NoticeProps): JSX.Element {
  return (
    <p class={`notice tone-${tone}`} data-testid={testId}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={tone === 'good' ? 'm5 12.5 5 5L19 7' : 'M12 3 2 20h20L12 3Zm0 6v5m0 3v.5'} />
      </svg>
      <span>{children}</span>
    </p>
  );
}
