package org.havatar.relay.api;

/**
 * Figures of the HTTP side.
 *
 * @param tls whether browsers should insist on TLS from now on
 */
public record ApiOptions(boolean tls) {}
