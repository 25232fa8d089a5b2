import type { JSX } from 'preact';
import type { Intents, Screen } from '../state/app.ts';
import { useHeadingFocus, useStrings } from './hooks.ts';
import { Notice } from './parts.tsx';

interface RobotsProps {
  readonly screen: Extract<Screen, { name: 'robots' }>;
  readonly intents: Intents;
}

export function RobotsView({ screen, intents }: RobotsProps): JSX.Element {
  const { robots: words, product } = useStrings();
  const heading = useHeadingFocus();
  const { robots, problem } = screen;
  return (
    <>
      <header class="bar">
        <p class="product">{product}</p>
        <button
          type="button"
          class="button button-quiet"
          data-testid="logout"
          onClick={() => intents.logout()}
        >
          {words.logout}
        </button>
      </header>
      <main class="robots">
        <h1 ref={heading} tabIndex={-1}>
          {words.title}
        </h1>
        <p class="lead">{words.lead}</p>
        <div role="status">
          {problem !== undefined && <Notice tone="warn">{words.problem}</Notice>}
          {robots === undefined && problem === undefined && <p class="hint">{words.loading}</p>}
          {robots?.length === 0 && <p class="hint">{words.none}</p>}
        </div>
        <ul class="robot-list">
          {robots?.map(({ robot_id, name, online }) => (
            <li key={robot_id}>
              <button
                type="button"
                class="robot"
                data-testid={`robot-${robot_id}`}
                onClick={() => intents.openRobot(robot_id)}
              >
                <svg class="icon robot-icon" viewBox="0 0 24 24" aria-hidden="true">
                  <path d="M12 3v3M6 6h12v8H6zM9.5 10h.01M14.5 10h.01M4 17h16M7 20h10a3 3 0 0 0 0-6H7a3 3 0 0 0 0 6Z" />
                </svg>
                <span class="robot-name">
                  <strong>{name}</strong>
                  <span class="robot-id">{robot_id}</span>
                </span>
                <span class={`status tone-${online ? 'good' : 'neutral'}`}>
                  <span class="dot" aria-hidden="true" />
                  {online ? words.online : words.offline}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}
