import type { HttpRequest, HttpResponse } from '../link/ports.ts';

export interface Asked {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly body: unknown;
  readonly token: string | undefined;
}

type Answer = HttpResponse | ((asked: Asked) => HttpResponse);

export const ok = (body: unknown = {}): HttpResponse => ({ status: 200, body });
export const refused = (status: number, code: string, more: object = {}): HttpResponse => ({
  status,
  body: { type: 'about:blank', title: code, status, detail: '', code, ...more },
});

/** The relay's HTTP interface as a test wants it: the newest answer that was set for a request counts. */
export class FakeRest {
  readonly asked: Asked[] = [];
  private readonly answers: { readonly pattern: RegExp; readonly answer: Answer }[] = [];

  /** `request`: method and path, where `*` stands for anything, as `GET /api/bookings*`. */
  on(request: string, answer: Answer): this {
    const pattern = request.replace(/[.?+()[\]{}|\\^$]/g, '\\$&').replaceAll('*', '.*');
    this.answers.unshift({ pattern: new RegExp(`^${pattern}$`), answer });
    return this;
  }

  answer({ method, path, body, token }: HttpRequest): HttpResponse {
    const asked = { method, path, body, token };
    this.asked.push(asked);
    const found = this.answers.find(({ pattern }) => pattern.test(`${method} ${path}`));
    if (found === undefined) return { status: 404, body: { code: 'not_found', detail: '' } };
    return typeof found.answer === 'function' ? found.answer(asked) : found.answer;
  }

  /** Bodies of the requests that match, oldest first. */
  bodies(request: string): unknown[] {
    return this.asked.filter(({ method, path }) => `${method} ${path}` === request).map(({ body }) => body);
  }
}
