package org.havatar.relay.directory;

import java.util.List;
import java.util.Set;

/** What nodes tell each other about themselves. Each speaks for its own connections only. */
public sealed interface NodeMessage {
  /** Whose word this is. */
  String node();

  /**
   * "I am here", many times a second.
   *
   * @param version the newest of what is said between nodes that this one knows
   * @param loops how many it has
   * @param cut from the store: no right can have been changed through it
   * @param revision of its routes: rises with each change
   * @param digest of its routes, whatever their order
   */
  record Alive(String node, int version, int loops, boolean cut, long revision, long digest)
      implements NodeMessage {}

  /** By this its routes became those of {@code revision}. */
  record Changed(String node, long revision, List<Route> there, Set<String> gone)
      implements NodeMessage {
    public Changed {
      there = List.copyOf(there);
      gone = Set.copyOf(gone);
    }
  }

  /** "Tell me all of yours": to one node. */
  record AskAll(String node) implements NodeMessage {}

  /**
   * A part of all its routes, to who asked.
   *
   * @param part from 0 on; they are sent in order
   */
  record All(String node, long revision, int part, int parts, List<Route> routes)
      implements NodeMessage {
    public All {
      routes = List.copyOf(routes);
    }
  }

  /** "I go, with all I have." */
  record Left(String node) implements NodeMessage {}

  /** Of another version, or garbled. */
  record Unreadable(String why) implements NodeMessage {
    @Override
    public String node() {
      return "";
    }
  }
}
