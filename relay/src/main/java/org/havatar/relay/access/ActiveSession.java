package org.havatar.relay.access;

import org.havatar.relay.access.bookings.Turn;
import org.havatar.relay.access.robots.Robot;

/** A robot that somebody may drive at this moment, and the turn in which he may. */
public record ActiveSession(Robot robot, Turn turn) {}
