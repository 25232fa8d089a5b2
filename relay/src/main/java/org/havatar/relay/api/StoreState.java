package org.havatar.relay.api;

/**
 * Whether a node reaches its store.
 *
 * @param sinceEpochMs since when it does, or doesn't
 * @param revocationWithinS after so many seconds a right that is taken back is none here any more,
 *     as things stand
 */
public record StoreState(boolean reachable, long sinceEpochMs, long revocationWithinS) {
  /** Of a node that is starting. */
  public static final StoreState UNKNOWN = new StoreState(false, 0, 0);
}
