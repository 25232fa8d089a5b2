// A client of the time before the protocol: JSON commands over a WebSocket, no subprotocol, no hello. Takes lines on
// standard input and prints what it sends and hears as JSON Lines with CLOCK_MONOTONIC nanoseconds.
//
// Usage: node client.mjs URL TOKEN CERTIFICATE
//
//   press DIRECTION        one command
//   repeat DIRECTION MS    one now and every so often, as of a held key, until the next press or repeat
//   clock MS               its clock is that far ahead of the right time from now on
//   clockless              its commands have no time stamp from now on
//   status                 get_status

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import WebSocket from "ws";

const [url, token, certificate] = process.argv.slice(2);
let clockAheadMs = 0;
let sent = 0;
let repeating;

function log(event, fields) {
  process.stdout.write(JSON.stringify({ t_ns: Number(process.hrtime.bigint()), event, ...fields }) + "\n");
}

const socket = new WebSocket(url, {
  ca: readFileSync(certificate),
  headers: { Authorization: `Bearer ${token}` },
  perMessageDeflate: false,
});

function press(direction) {
  sent += 1;
  const command = { type: "motor_control", id: `c${sent}`, direction, speed: 255 };
  if (clockAheadMs !== undefined) {
    command.timestamp = Date.now() + clockAheadMs;
  }
  log("pressed", { id: command.id, direction });
  socket.send(JSON.stringify(command));
}

function obey(line) {
  const [verb, what, number] = line.split(" ");
  switch (verb) {
    case "press":
      clearInterval(repeating);
      press(what);
      break;
    case "repeat":
      clearInterval(repeating);
      press(what);
      repeating = setInterval(() => press(what), Number(number));
      break;
    case "clock":
      clockAheadMs = Number(what);
      log("clock", { ms: clockAheadMs });
      break;
    case "clockless":
      clockAheadMs = undefined;
      log("clock", {});
      break;
    case "status":
      socket.send(JSON.stringify({ type: "get_status", id: 7 }));
      break;
    default:
      log("unknown", { line });
  }
}

socket.on("open", () => {
  log("connected", {});
  createInterface({ input: process.stdin }).on("line", obey);
});
socket.on("message", (data) => log("heard", { message: JSON.parse(data.toString()) }));
socket.on("close", (code) => log("closed", { code }));
socket.on("error", (failure) => log("failed", { why: String(failure) }));
