// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { LEASE_CAUSES } from '../../wire/json-messages.ts';
import { JSON_ONLY_CODES, REASONS } from '../../wire/reasons.ts';
import { OTHER_TAG, ROBOT, TAG } from '../../testing/fake-relay.ts';
import { FakePage } from '../../testing/page.ts';
import { ShownPage } from '../../testing/shown-page.tsx';
import { stringsFor, wordsFor } from '../words/strings.ts';

const mine = { holder: TAG, leaseRemainingMs: 600_000 };
const other = { holder: OTHER_TAG, leaseRemainingMs: 600_000 };
const shown = new ShownPage();
const { show, doing, get, find, text, isEnabled, pass, says, violations } = shown;

function asks(holder: string, remainingMs: number): void {
  doing(() =>
    shown.page.relay.socket.says({
      type: 'lease_requested',
      robot_id: ROBOT,
      holder,
      holder_name: 'Anna',
      remaining_ms: remainingMs,
    }),
  );
}

function refuses(request: string, code: string): void {
  doing(() => shown.page.relay.socket.says({ type: 'refused', request, code, message: '' }));
}

describe('when somebody else drives', () => {
  it('asking comes first, and shows the countdown and then why not', async () => {
    await show(() => new FakePage().connected(other));
    await pass(100);
    expect(find('take-lease')).toBeNull();
    doing(() => get('request-lease').click());
    asks(TAG, 10_000);
    await pass(3000);
    expect(text('lease-waits')).toContain('7 s');
    expect(isEnabled('request-lease')).toBe(false);
    expect(await violations()).toEqual([]);
    refuses('request_lease', 'declined');
    expect(find('lease-waits')).toBeNull();
    expect(text('lease-refusal')).toContain('keeps the controls');
    expect(isEnabled('request-lease')).toBe(true);
  });

  it('taking over takes a second press, can be cancelled, and its refusal is explained', async () => {
    await show(() => new FakePage().connected(other));
    await pass(100);
    doing(() => get('take-over').click());
    expect(shown.page.relay.socket.last('take_over')).toBeUndefined();
    expect(document.activeElement).toBe(get('take-over-cancel'));
    expect(await violations()).toEqual([]);
    doing(() => get('take-over-cancel').click());
    expect(find('take-over-confirm')).toBeNull();
    doing(() => get('take-over').click());
    doing(() => get('take-over-confirm').click());
    expect(shown.page.relay.socket.all('take_over')).toHaveLength(1);
    refuses('take_over', 'higher_rank_needed');
    expect(text('lease-refusal')).toContain('fewer rights');
  });

  it('a question that was not answered is forgotten when the driver changes', async () => {
    await show(() => new FakePage().connected(other));
    await pass(100);
    doing(() => get('take-over').click());
    says({ stamp: 1100, termCounter: 4 });
    await pass(100);
    says({ ...other, stamp: 1200, termCounter: 5 });
    await pass(100);
    expect(find('take-over-confirm')).toBeNull();
  });
});

describe('being asked', () => {
  it('shows who asks and for how long, tells it once, and leaves focus and held keys alone', async () => {
    await show(() => new FakePage().driving());
    await pass(100);
    get('speed').focus();
    doing(() => shown.page.keyDown('KeyW'));
    asks(OTHER_TAG, 10_000);
    expect(document.activeElement).toBe(get('speed'));
    expect(text('ask')).toContain('Anna asks for control.');
    const told = text('ask-spoken');
    expect(told).toContain('Anna asks for control.');
    await pass(4000);
    expect(text('ask-left')).toContain('6 s');
    expect(text('ask-spoken')).toBe(told);
    expect(shown.page.setpoint.left).toBe(600);
    expect(await violations()).toEqual([]);
    doing(() => get('keep').click());
    expect(shown.page.relay.socket.last('answer_request')).toMatchObject({ grant: false });
    expect(find('ask')).toBeNull();
  });

  it('hand over hands over, but not to a finger that was on its way when the question appeared', async () => {
    await show(() => new FakePage().driving());
    asks(OTHER_TAG, 10_000);
    await pass(600);
    doing(() => get('hand-over').click());
    expect(shown.page.relay.socket.last('answer_request')).toBeUndefined();
    await pass(200);
    doing(() => get('hand-over').click());
    expect(shown.page.relay.socket.last('answer_request')).toEqual({
      type: 'answer_request',
      holder: OTHER_TAG,
      grant: true,
    });
  });

  it('STOP stays the next control after the heading', async () => {
    await show(() => new FakePage().driving());
    asks(OTHER_TAG, 10_000);
    const stops = shown.all('h1, button, input');
    expect(stops[stops.findIndex(({ tagName }) => tagName === 'H1') + 1]).toBe(get('stop'));
  });
});

describe('who is here, who stopped', () => {
  it('lists the watchers by name', async () => {
    await show(() => new FakePage().connected(other));
    doing(() =>
      shown.page.relay.socket.says({
        type: 'watchers',
        robot_id: ROBOT,
        watchers: [
          { holder: OTHER_TAG, holder_name: 'Maria' },
          { holder: TAG, holder_name: 'Anna' },
        ],
      }),
    );
    expect([...get('watchers').children].map(({ textContent }) => textContent)).toEqual([
      'Maria · drives',
      'Anna · you',
    ]);
  });

  it('names who stopped, and says what to do; an administrator is not told that only others can release', async () => {
    await show(() => new FakePage().driving());
    doing(() => {
      const { socket } = shown.page.relay;
      socket.says({
        type: 'stop_pressed',
        robot_id: ROBOT,
        stop_id: '00000000000000aa',
        holder: OTHER_TAG,
        holder_name: 'Ben',
      });
      socket.saysBinary({
        type: 'stopped',
        state: 'zero',
        latchKind: 'administrator',
        stopId: '00000000000000aa',
        latch: [7, 3],
        stamp: 1300,
        elapsedMs: 20,
      });
    });
    expect(text('latch-state')).toContain('Stopped by Ben, an administrator.');
    expect(text('latch-state')).toContain('If you are an administrator');
    expect(text('latch-state')).not.toContain('Only');
    await pass(800);
    expect(isEnabled('release-stop')).toBe(true);
    refuses('release_stop', 'higher_rank_needed');
    expect(text('last-refusal')).toContain('takes an administrator');
    expect(await violations()).toEqual([]);
  });

  it.each([
    ['failsafe', mine, 'Let go of the controls once'],
    ['failsafe', other, 'driver lets go of the controls once'],
    ['stop', mine, 'release the stop, then let go'],
    ['stop', other, 'Whoever drives can release'],
    ['administrator', mine, 'release the stop, then let go'],
    ['administrator', other, 'An administrator who drives can release'],
  ] as const)('says what a %s latch needs', async (latchKind, lease, words) => {
    await show(() => new FakePage().connected());
    says({ ...lease, latchKind, latchCounter: 3, stamp: 1300 });
    await pass(100);
    expect(text('latch-state')).toContain(words);
  });
});

describe('an administrator’s lock', () => {
  const administrator = (): Promise<FakePage> => {
    const page = new FakePage();
    page.relay.features = ['admin_lock'];
    return page.driving();
  };
  const authorities = (): number[] => shown.page.relay.socket.all('stop').map(({ authority }) => authority);

  it('is offered to nobody else', async () => {
    await show(() => new FakePage().driving());
    expect(find('lock')).toBeNull();
  });

  it('takes a second press that says what it does, can be cancelled, and is not STOP', async () => {
    await show(administrator);
    doing(() => get('stop').click());
    expect(authorities()).toEqual([0]);
    doing(() => get('lock').click());
    expect(text('lock-warning')).toContain('only an administrator can release');
    expect(document.activeElement).toBe(get('lock-cancel'));
    expect(await violations()).toEqual([]);
    doing(() => get('lock-cancel').click());
    expect(find('lock-confirm')).toBeNull();
    expect(authorities()).toEqual([0]);
    doing(() => get('lock').click());
    doing(() => get('lock-confirm').click());
    expect(authorities()).toEqual([0, 1]);
    expect(find('lock-confirm')).toBeNull();
  });

  it('needs no second one', async () => {
    await show(administrator);
    says({ ...mine, latchKind: 'administrator', latchCounter: 3, stamp: 1300 });
    await pass(100);
    expect(isEnabled('lock')).toBe(false);
  });
});

describe('speed and protection', () => {
  it('says why the speed is limited: by the connection, or by the settings', async () => {
    await show(() => new FakePage().driving());
    says({ ...mine, stamp: 1300, cap: 630, governed: true, loopAgeMs: 380 });
    await pass(100);
    expect(text('governed')).toContain('Speed limited to 63 %');
    expect(text('governed-spoken')).toContain('Speed limited to 63 %');
    expect(find('cap-lowered')).toBeNull();
    says({ ...mine, stamp: 1500, cap: 500 });
    await pass(900);
    says({ ...mine, stamp: 2600, cap: 500 });
    await pass(200);
    expect(find('governed')).toBeNull();
    expect(text('cap-lowered')).toContain('by the robot’s settings');
  });

  it('an unprotected robot is warned about for as long as it is shown', async () => {
    await show(() => new FakePage().connected());
    says({ stamp: 1300, unprotected: true });
    await pass(5000);
    expect(text('unprotected')).toContain('does not protect itself');
    expect(await violations()).toEqual([]);
    says({ stamp: 1400, unprotected: false });
    await pass(100);
    expect(find('unprotected')).toBeNull();
  });
});

describe('the catalogue', () => {
  const strings = stringsFor(['en']);

  it('has a sentence for every reason and code, and none says only a name', () => {
    for (const code of [...REASONS.slice(1), ...JSON_ONLY_CODES]) {
      const words = wordsFor(strings, code, '');
      expect(words, code).toMatch(/^[A-Z].*\.$/);
      expect(words, code).not.toContain('_');
    }
  });

  it('has a sentence for every lease cause, for who drives, who lost it and the others', () => {
    for (const cause of LEASE_CAUSES) {
      if (cause === 'current') continue;
      for (const situation of ['mine', 'lost', 'others'] as const) {
        expect(strings.drive.leaseCauses[situation][cause], `${situation} ${cause}`).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  it('does not read what every object inherits', () => {
    expect(wordsFor(strings, 'toString', 'm', 'constructor')).toBe('m (toString)');
  });
});
