package org.havatar.bridge;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Dialer;
import org.havatar.transports.link.LinkListener;
import org.jspecify.annotations.Nullable;

/** Keeps every attempt for the test to answer. */
final class FakeDialer implements Dialer {

  /** One attempt. */
  record Call(URI uri, @Nullable String bearer, Acceptor.Opener opener, Consumer<Failure> failed) {}

  /** A connection as the node sees it. */
  record Connection(FakeLink link, LinkListener robot) {}

  final List<Call> calls = new ArrayList<>();

  /** So many attempts throw. */
  int faults;

  @Override
  public void dial(
      URI uri, @Nullable String bearer, Acceptor.Opener opener, Consumer<Failure> failed) {
    if (faults > 0) {
      faults--;
      throw new IllegalStateException("a dialer's fault");
    }
    calls.add(new Call(uri, bearer, opener, failed));
  }

  /** The newest attempt succeeds. */
  Connection connect() {
    FakeLink link = new FakeLink();
    return new Connection(link, calls.getLast().opener.open(link));
  }

  /** The newest attempt fails. */
  void refuse() {
    calls.getLast().failed.accept(new Failure("refused", false));
  }

  /** The node answers the newest attempt that it doesn't take its key. */
  void refuseKey() {
    calls.getLast().failed.accept(new Failure("401", true));
  }
}
