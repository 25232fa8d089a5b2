import { expect, it } from 'vitest';
import { Store } from './store.ts';

it('a store tells each change to all who listen, and nothing else', () => {
  const store = new Store('a');
  const heard: string[] = [];
  const end = store.subscribe(() => heard.push(`1 ${store.value}`));
  store.subscribe(() => heard.push(`2 ${store.value}`));
  store.set('a');
  store.set('b');
  expect(heard.splice(0)).toEqual(['1 b', '2 b']);
  end();
  store.set('c');
  expect(heard).toEqual(['2 c']);
});

it('who stops listening while a change is told hears that one still', () => {
  const store = new Store(0);
  const heard: string[] = [];
  store.subscribe(() => end());
  const end = store.subscribe(() => heard.push('second'));
  store.set(1);
  store.set(2);
  expect(heard).toEqual(['second']);
});
