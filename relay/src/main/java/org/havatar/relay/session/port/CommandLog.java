package org.havatar.relay.session.port;

/** Port: keeps what was commanded. Any loop; never blocks, and may lose but then counts. */
@FunctionalInterface
public interface CommandLog {
  void add(CommandRecord record);
}
