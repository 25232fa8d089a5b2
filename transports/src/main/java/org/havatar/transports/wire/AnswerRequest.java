package org.havatar.transports.wire;

/**
 * The driver's answer to somebody who asks for the lease.
 *
 * @param holder tag of the one who asks
 */
public record AnswerRequest(long holder, boolean grant) implements Event, FromClient {}
