package org.havatar.relay.metrics;

import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.port.Unavailable;

/** A store whose every operation fails, whatever parts and operations there are. */
final class NoStore {
  private NoStore() {}

  static Store create() {
    Throwable full = new Unavailable("The disk is full.", new IllegalStateException());
    return (Store) failing(Store.class, full);
  }

  private static Object failing(Class<?> port, Throwable cause) {
    return Proxy.newProxyInstance(
        port.getClassLoader(),
        new Class<?>[] {port},
        (proxy, method, arguments) -> {
          Class<?> answer = method.getReturnType();
          if (answer == Future.class) {
            return Future.failedFuture(cause);
          }
          return answer.isInterface() ? failing(answer, cause) : null;
        });
  }
}
