import type { Strings } from './words.ts';

/** What each code of PROTOCOL.md §4 and §5.3 means to a person, and what to do. */
export const codesEnglish: Strings['codes'] = {
  malformed: 'The relay could not read a message of this page. Reload the page.',
  unknown_type: 'The relay does not know a message of this page. Reload the page.',
  out_of_range: 'A value was outside its range. Reload the page.',
  term_old: 'The controls have changed hands, or the robot restarted. Take control again.',
  term_unknown: 'The robot has not confirmed who drives yet. Wait a moment.',
  not_holder: 'You don’t hold the controls. Take control to drive.',
  sequence_old: 'A command came twice or late. There is nothing to do.',
  stale: 'Commands arrive too late to be safe. Drive where the connection is better; the robot waits.',
  stamp_future: 'The robot’s clock has started anew. This heals by itself; else reload the page.',
  latched_stop: 'A stop is set. Release it when the way is clear.',
  latched_failsafe: 'Stopped for safety. Let go of the controls once.',
  no_lease: 'Nobody holds the controls. Take control to drive.',
  window_full: 'The way to the robot is blocked. Wait; the newest command goes first.',
  superseded: 'A newer command took the place of an older one. There is nothing to do.',
  no_robot: 'The robot is not connected. Wait until it is back.',
  link_full: 'Your connection is too slow for the controls. Use a better network.',
  not_permitted: 'Your account may not do this. Ask the robot’s owner.',
  rate_limited: 'Too many requests. Slow down a little.',
  crc: 'A message to the motor board was damaged. Have the cable checked if it happens often.',
  framing: 'A message to the motor board was cut. Have the cable checked if it happens often.',
  wrong_direction: 'A message went the wrong way. Reload the page.',
  board_silent: 'The motor board is unplugged or does not answer. Check its cable.',
  robot_refused: 'The robot did not execute the command. Let go and try again; look at it if it stays.',
  bad_json: 'The relay could not read a message of this page. Reload the page.',
  missing_field: 'A message of this page was incomplete. Reload the page.',
  unknown_message: 'The relay does not know a request of this page. Reload the page.',
  hello_first: 'The connection was not greeted. Reload the page.',
  version_unsupported: 'This page is out of date. Reload it.',
  unknown_robot: 'This robot does not exist or is not shared with you. Go back to the list.',
  not_selected: 'No robot is chosen on this connection. Go back to the list and choose it again.',
  held: 'Somebody else holds the controls. Ask for control, or wait until they give them back.',
  declined: 'The driver keeps the controls. Ask again later.',
  unanswered: 'The driver did not answer within 10 seconds. Ask again, or wait.',
  invalid_direction: 'The relay does not know that direction. Reload the page.',
  term_changed: 'The controls changed hands at the same moment. Try again.',
  latch_changed: 'A newer stop was set meanwhile. Look again, then release it.',
  not_latched: 'No stop is set. There is nothing to release.',
  higher_rank_needed: 'Only somebody with more rights than you have can do this.',
  booking_needed: 'This robot is driven in booked times only. Book one to go on.',
  booking_over: 'Your booked time is over. Book again to go on.',
  key_not_stored: 'The robot could not keep its new key. It goes on with the one that it has.',
  unproven: 'The relay can’t tell how old your commands are. Press again.',
  unconfirmed:
    'The relay could not look up whether you may still drive, so the robot was stopped. Take the controls again in a moment.',
  unavailable: 'The relay can’t do this right now. Try again in a moment.',
  internal: 'The relay has a problem. Try again; tell its operator if it stays.',
};

/** Where a request gives a code a meaning of its own. */
export const refusalsEnglish: Strings['refusals'] = {
  take_over: {
    higher_rank_needed: 'You can only take over from somebody with fewer rights. Ask for control instead.',
  },
  request_lease: {
    held: 'You drive already. There is nothing to ask for.',
    rate_limited: 'The driver has just said no. Ask again in a few seconds.',
  },
  release_stop: {
    higher_rank_needed: 'An administrator pressed this stop, so it takes an administrator to release it.',
    not_holder: 'Only who drives can release the stop. Take control first.',
  },
  answer_request: {
    unanswered: 'Your answer came too late: the request was over.',
    not_holder: 'Your answer came too late: you don’t drive any more.',
  },
};
