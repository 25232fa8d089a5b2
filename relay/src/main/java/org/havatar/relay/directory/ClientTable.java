package org.havatar.relay.directory;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.havatar.relay.session.port.Instances;

/** The newest session of each client instance on one node; from any thread. */
public final class ClientTable {
  private record Taken(String session, Runnable evict) {}

  private final ConcurrentMap<Long, Taken> byHolder = new ConcurrentHashMap<>();

  ClientTable() {}

  /**
   * The table as one loop sees it.
   *
   * @param loop runs a task on that loop
   */
  public Instances of(Consumer<Runnable> loop) {
    return new Instances() {
      @Override
      public void claim(long holder, String session, Runnable evict) {
        Taken former = byHolder.put(holder, new Taken(session, () -> loop.accept(evict)));
        if (former != null) {
          former.evict.run();
        }
      }

      @Override
      public boolean claimIfFree(long holder, String session, Runnable evict) {
        Taken mine = new Taken(session, () -> loop.accept(evict));
        return byHolder.putIfAbsent(holder, mine) == null;
      }

      @Override
      public void release(long holder, String session) {
        byHolder.computeIfPresent(
            holder, (tag, taken) -> taken.session.equals(session) ? null : taken);
      }
    };
  }
}
