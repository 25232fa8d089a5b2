import type { Field, JsonObject } from './json-fields.ts';
import { fieldsFor, isObject } from './json-fields.ts';
import type { JsonMessage } from './json-messages.ts';
import type { Decoded, JsonReason } from './reasons.ts';

const MAX_TEXT_BYTES = 8192;
const MAX_DEPTH = 32;

const refuse = (reason: JsonReason): { ok: false; reason: JsonReason } => ({ ok: false, reason });

/** Never throws. Unknown fields are left out of the message. */
export function decodeJson(text: string): Decoded<JsonMessage, JsonReason> {
  if (utf8Bytes(text) > MAX_TEXT_BYTES || depth(text) > MAX_DEPTH) return refuse('bad_json');
  const parsed = parse(text);
  if (!isObject(parsed)) return refuse('bad_json');
  const type = own(parsed, 'type');
  if (type === undefined || type === null) return refuse('missing_field');
  if (typeof type !== 'string') return refuse('out_of_range');
  const fields = fieldsFor(parsed, type);
  if (fields === undefined) return refuse('unknown_message');
  const picked = pick(parsed, fields);
  if (!picked.ok) return picked;
  // The table in json-fields.ts has checked every field that JsonMessage names.
  return { ok: true, message: { type, ...picked.message } as unknown as JsonMessage };
}

export function encodeJson(message: JsonMessage): string {
  return JSON.stringify(message);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pick(object: JsonObject, fields: readonly Field[]): Decoded<JsonObject, JsonReason> {
  const picked: Record<string, unknown> = {};
  for (const field of fields) {
    const value = own(object, field.name);
    if (value === undefined || value === null) {
      if (field.presence === 'required') return refuse('missing_field');
      if (field.presence === 'nullable' && value === undefined) return refuse('missing_field');
      if (field.presence !== 'optional' && value === null) picked[field.name] = null;
      continue;
    }
    if (!field.check(value)) return refuse('out_of_range');
    if (field.entries === undefined) {
      picked[field.name] = value;
      continue;
    }
    const entries: JsonObject[] = [];
    for (const entry of value as readonly JsonObject[]) {
      const one = pick(entry, field.entries);
      if (!one.ok) return one;
      entries.push(one.message);
    }
    picked[field.name] = entries;
  }
  return { ok: true, message: picked };
}

function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The deepest nesting of brackets outside strings; well-formedness is left to the parser. */
function depth(text: string): number {
  let deepest = 0;
  let now = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, (now += 1));
    else if (char === '}' || char === ']') now -= 1;
  }
  return deepest;
}

function utf8Bytes(text: string): number {
  return text.length * 3 <= MAX_TEXT_BYTES ? text.length : new TextEncoder().encode(text).length;
}
