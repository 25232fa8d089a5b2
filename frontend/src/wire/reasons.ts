/** PROTOCOL.md §4: the index is the number on the wire, the name is the same in every language. */
export const REASONS = [
  'accepted',
  'malformed',
  'unknown_type',
  'out_of_range',
  'term_old',
  'term_unknown',
  'not_holder',
  'sequence_old',
  'stale',
  'stamp_future',
  'latched_stop',
  'latched_failsafe',
  'no_lease',
  'window_full',
  'superseded',
  'no_robot',
  'link_full',
  'not_permitted',
  'rate_limited',
  'crc',
  'framing',
  'wrong_direction',
  'board_silent',
  'robot_refused',
] as const;

export type Reason = (typeof REASONS)[number];

/** PROTOCOL.md §5.3: codes that only JSON messages carry. */
export const JSON_ONLY_CODES = [
  'bad_json',
  'missing_field',
  'unknown_message',
  'hello_first',
  'version_unsupported',
  'unknown_robot',
  'not_selected',
  'held',
  'declined',
  'unanswered',
  'invalid_direction',
  'term_changed',
  'latch_changed',
  'not_latched',
  'higher_rank_needed',
  'booking_needed',
  'booking_over',
  'key_not_stored',
  'unproven',
  'unconfirmed',
  'unavailable',
  'internal',
] as const;

export type JsonOnlyCode = (typeof JSON_ONLY_CODES)[number];

/** Why a text frame was not understood. */
export type JsonReason = 'bad_json' | 'missing_field' | 'unknown_message' | 'out_of_range';

/** Why a binary frame was not understood. */
export type BinaryReason = 'malformed' | 'unknown_type' | 'out_of_range';

export type Decoded<Message, Why> =
  { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly reason: Why };
