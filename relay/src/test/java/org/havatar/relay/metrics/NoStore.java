package org.havatar.relay.metrics;

import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.Unavailable;

/** A store whose every operation fails, whatever operations there are. */
final class NoStore {
  private NoStore() {}

  static Store create() {
    Throwable full = new Unavailable("The disk is full.", new IllegalStateException());
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> Future.failedFuture(full));
  }
}
