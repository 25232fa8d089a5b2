package org.havatar.relay.session.message;

/**
 * Where a client session is, so that answers find it.
 *
 * @param loop bus address of its event loop
 * @param session its id, unique on its node
 * @param holder tag of its client instance (PROTOCOL.md §9)
 */
public record ClientAddress(String loop, String session, long holder) implements Addressee {}
