package org.havatar.transports.wire;

/**
 * Somebody asks the driver to hand over; told to both.
 *
 * @param holder tag of the one who asks
 * @param remainingMs for which the driver may answer; 0 when it is over
 */
public record LeaseRequested(String robotId, long holder, String holderName, long remainingMs)
    implements Event {}
