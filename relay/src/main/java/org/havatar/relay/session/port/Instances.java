package org.havatar.relay.session.port;

/** Port: the one session of each client instance on this node; safe from every loop. */
public interface Instances {
  /**
   * The newest connection wins: the older one's {@code evict} is run.
   *
   * @param evict to be run on the session's own loop
   */
  void claim(long holder, String session, Runnable evict);

  /**
   * For a connection that is to be a second one: only takes a place that is free.
   *
   * @return false when another session has it, which keeps it
   */
  boolean claimIfFree(long holder, String session, Runnable evict);

  /** Does nothing when a newer session has the place. */
  void release(long holder, String session);
}
