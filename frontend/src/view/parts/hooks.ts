import { createContext } from 'preact';
import type { RefObject } from 'preact';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Store } from '../../state/app/store.ts';
import type { Strings } from '../words/words.ts';
import { stringsFor } from '../words/strings.ts';

export const StringsContext = createContext<Strings>(stringsFor([]));

export function useStrings(): Strings {
  return useContext(StringsContext);
}

export function useStore<Value>(store: Store<Value>): Value {
  const [value, setValue] = useState(store.value);
  useEffect(() => {
    setValue(store.value);
    return store.subscribe(() => setValue(store.value));
  }, [store]);
  return value;
}

/** Gives a new page's heading the focus, so that the keyboard and a screen reader begin there. */
export function useHeadingFocus(takes = true): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takes) heading.current?.focus();
  }, []);
  return heading;
}

/** A page that becomes shorter is scrolled back, and with it everything on it: this element keeps its greatest height at this width. */
export function useNeverShrinks<Shown extends HTMLElement>(): RefObject<Shown | null> {
  const element = useRef<Shown>(null);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    let width = 0;
    const observer = new ResizeObserver(() => {
      if (current.offsetWidth !== width) current.style.minHeight = '';
      width = current.offsetWidth;
      current.style.minHeight = `${current.offsetHeight}px`;
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return element;
}
