#!/usr/bin/python3
"""A robot of the time before the protocol: JSON commands over a WebSocket, no time stamps, no
watchdog. It does what it was told last until it is told otherwise, and prints what it executes as
JSON Lines with CLOCK_MONOTONIC nanoseconds.

Usage: older_robot.py URL KEY CERTIFICATE
"""

import asyncio
import json
import ssl
import sys
import time

import websockets

SPEEDS = {"forward": (1, 1), "backward": (-1, -1), "left": (-1, 1), "right": (1, -1), "stop": (0, 0)}


def log(event, **fields):
    print(json.dumps({"t_ns": time.monotonic_ns(), "event": event, **fields}), flush=True)


def tracks(command):
    """Left and right, -255 to 255."""
    if "direction" in command:
        left, right = SPEEDS[command["direction"]]
        speed = command.get("speed", 150)
        return left * speed, right * speed
    return command["left_speed"], command["right_speed"]


def answer(message):
    kind = message["type"]
    if kind == "motor_control":
        left, right = tracks(message)
        log("command", left=left, right=right, sent_ms=message["timestamp"])
        result = {"ok": True, "msg": "done"}
        return {"type": "motor_response", "command_id": message["id"], "result": result, "timestamp": time.time()}
    if kind == "get_status":
        data = {
            "battery": {"voltage": 11.4, "percentage": 57},
            "camera_active": True,
            "streaming_active": False,
            "timestamp": time.time(),
        }
        return {"type": "status_response", "command_id": message.get("id"), "data": data}
    log("other", type=kind)
    return None


async def serve(url, key, trust):
    async with websockets.connect(url, extra_headers={"X-API-Key": key}, ssl=trust, compression=None) as socket:
        log("connected")
        async for text in socket:
            reply = answer(json.loads(text))
            if reply is not None:
                await socket.send(json.dumps(reply))
    log("closed", code=socket.close_code)


async def main(url, key, certificate):
    trust = ssl.create_default_context(cafile=certificate)
    while True:
        try:
            await serve(url, key, trust)
        except (OSError, websockets.exceptions.WebSocketException) as failure:
            log("failed", why=str(failure))
        await asyncio.sleep(0.3)


asyncio.run(main(*sys.argv[1:4]))
