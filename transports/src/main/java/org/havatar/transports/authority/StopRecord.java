package org.havatar.transports.authority;

import java.util.function.Consumer;

/** Port: the place where a {@link StandingStop} survives a restart. */
public interface StopRecord {
  /**
   * Saves it without holding up the caller. Either {@code saved} runs, when no crash can undo it
   * any more, or {@code failed} hears a reason; once, on the caller's thread, at once or later.
   * Never asked before the former answer has come.
   */
  void save(StandingStop stop, Runnable saved, Consumer<String> failed);
}
