package org.havatar.relay.session;

/** Port: the one session of each client instance on this node; safe from every loop. */
public interface Instances {
  /**
   * The newest connection wins: the older one's {@code evict} is run.
   *
   * @param evict to be run on the session's own loop
   */
  void claim(long holder, String session, Runnable evict);

  /** Does nothing when a newer session has the place. */
  void release(long holder, String session);
}
