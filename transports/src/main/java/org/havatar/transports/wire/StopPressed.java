package org.havatar.transports.wire;

/** Who pressed a stop. */
public record StopPressed(String robotId, long stopId, long holder, String holderName)
    implements Event {}
