package org.havatar.relay.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Store;

/**
 * Times every operation of the store by the name it has in the port, whatever operations that will
 * have; a proxy, since none of them is on the driving path.
 */
final class StoreMeters {
  private record Operation(Timer timer, Counter failures) {}

  private final Map<String, Operation> byMethod = new ConcurrentHashMap<>();
  private final Store store;
  private final LongSupplier monotonicNs;

  private StoreMeters(MeterRegistry registry, Store store, LongSupplier monotonicNs) {
    this.store = store;
    this.monotonicNs = monotonicNs;
    for (Method method : Store.class.getMethods()) {
      String name = snakeCase(method.getName());
      byMethod.put(
          method.getName(),
          new Operation(
              Buckets.REQUEST.timer(
                  registry, "havatar.store", "Asked until on disk", "operation", name),
              registry.counter("havatar.store.failures", "operation", name)));
    }
  }

  static Store measured(MeterRegistry registry, Store store, LongSupplier monotonicNs) {
    StoreMeters meters = new StoreMeters(registry, store, monotonicNs);
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> meters.invoke(method, arguments));
  }

  /** {@code recordBoot} is {@code record_boot}. */
  static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    long beginNs = monotonicNs.getAsLong();
    Object answer;
    try {
      answer = method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
    Operation operation = byMethod.get(method.getName());
    if (operation != null && answer instanceof Future<?> future) {
      future.onComplete(
          ignored -> operation.timer.record(since(beginNs), TimeUnit.NANOSECONDS),
          failure -> {
            operation.timer.record(since(beginNs), TimeUnit.NANOSECONDS);
            operation.failures.increment();
          });
    }
    return answer;
  }

  private long since(long beginNs) {
    return monotonicNs.getAsLong() - beginNs;
  }
}
