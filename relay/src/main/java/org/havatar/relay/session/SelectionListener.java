package org.havatar.relay.session;

import org.jspecify.annotations.Nullable;

/** Keeps the index of who watches what on this loop. */
interface SelectionListener {
  void onSelected(ClientSession session, @Nullable String before, @Nullable String after);
}
