package org.havatar.relay.access;

import org.havatar.relay.access.robots.Robot;

/**
 * A robot that somebody may drive at this moment.
 *
 * @param booked whether their own booking runs
 * @param untilMs epoch milliseconds, not included; {@link Long#MAX_VALUE}: no end in sight
 */
public record ActiveSession(Robot robot, boolean booked, long untilMs) {}
