package org.havatar.transports.wire;

/**
 * The robot's answer to every {@link Stop} (PROTOCOL.md §3.4).
 *
 * @param zeroOutput true when the board has reported zero output since (state 2)
 * @param latchKind the latch in force now
 * @param latch the latch that this stop made
 * @param elapsedMs first sight of the stop → zero output, or → now while that is awaited; saturates
 */
public record Stopped(
    boolean zeroOutput,
    LatchKind latchKind,
    long stopId,
    Numbered latch,
    Stamp stamp,
    int elapsedMs)
    implements Binary, FromRobot {}
