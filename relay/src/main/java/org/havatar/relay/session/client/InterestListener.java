package org.havatar.relay.session.client;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the indexes of whom on this loop a robot concerns. */
public interface InterestListener {
  void onSelected(ClientSession session, @Nullable String before, @Nullable String after);

  /** The client's list is on its way: what changes meanwhile may not be in it. */
  void onAsking(ClientSession session);

  /** The robots in the client's list are others now, or it has ended. */
  void onListed(ClientSession session, Set<String> before, Set<String> after);
}
