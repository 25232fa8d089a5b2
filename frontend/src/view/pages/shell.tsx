import type { ComponentChildren, JSX } from 'preact';
import type { Intents } from '../../state/app/screen.ts';
import type { Place } from '../../state/app/place.ts';
import { hashOf } from '../../state/app/place.ts';
import { useHeadingFocus, useStrings } from '../parts/hooks.ts';

interface ShellProps {
  readonly here: Place['name'];
  readonly title: string;
  readonly intents: Intents;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** What stands around every page behind the login, except the drive page: where one is, and where one can go. */
export function Shell({ here, title, intents, wide = false, children }: ShellProps): JSX.Element {
  const { common, product } = useStrings();
  const heading = useHeadingFocus();
  const places: readonly (readonly [Place, string])[] = [
    [{ name: 'robots' }, common.robots],
    [{ name: 'bookings' }, common.bookings],
    [{ name: 'account' }, common.account],
  ];
  return (
    <div class="shell">
      <header class="bar">
        <p class="product">{product}</p>
        <nav aria-label={common.nav} class="nav">
          {places.map(([place, name]) => (
            <a
              key={place.name}
              href={hashOf(place)}
              class="nav-link"
              data-testid={`nav-${place.name}`}
              aria-current={here === place.name ? 'page' : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                intents.go(place);
              }}
            >
              {name}
            </a>
          ))}
        </nav>
        <button
          type="button"
          class="button button-quiet"
          data-testid="logout"
          onClick={() => intents.logout()}
        >
          {common.logout}
        </button>
      </header>
      <main class={wide ? 'page page-wide' : 'page'}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </main>
    </div>
  );
}
