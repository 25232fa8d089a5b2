package org.havatar.relay.session;

/** Port: keeps what was commanded. Any loop; never blocks, and may lose but then counts. */
public interface CommandLog {
  void add(CommandRecord record);
}
