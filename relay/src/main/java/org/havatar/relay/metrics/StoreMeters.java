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
 * Times every operation of the store by the name it has in the port, whatever parts and operations
 * that will have; a proxy, since none of them is on the driving path.
 */
final class StoreMeters {
  private record Operation(Timer timer, Counter failures) {}

  private final Map<Method, Operation> operations = new ConcurrentHashMap<>();
  private final Map<Method, Object> parts = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final Object measured;
  private final LongSupplier monotonicNs;

  private StoreMeters(MeterRegistry registry, Object measured, LongSupplier monotonicNs) {
    this.registry = registry;
    this.measured = measured;
    this.monotonicNs = monotonicNs;
  }

  static Store measured(MeterRegistry registry, Store store, LongSupplier monotonicNs) {
    return (Store) measured(registry, Store.class, "", store, monotonicNs);
  }

  /**
   * @param prefix of the operations' names: of which part they are
   */
  private static Object measured(
      MeterRegistry registry, Class<?> port, String prefix, Object part, LongSupplier monotonicNs) {
    StoreMeters meters = new StoreMeters(registry, part, monotonicNs);
    for (Method method : port.getMethods()) {
      String name = prefix + snakeCase(method.getName());
      if (method.getReturnType().isInterface()
          && method.getParameterCount() == 0
          && !isFuture(method)) {
        meters.addPart(method, name + ".");
      } else if (isFuture(method)) {
        meters.operations.put(method, meters.operation(name));
      }
    }
    return Proxy.newProxyInstance(
        port.getClassLoader(),
        new Class<?>[] {port},
        (proxy, method, arguments) -> meters.invoke(method, arguments));
  }

  private static boolean isFuture(Method method) {
    return method.getReturnType() == Future.class;
  }

  private void addPart(Method method, String prefix) {
    try {
      Object part = method.invoke(measured);
      parts.put(method, measured(registry, method.getReturnType(), prefix, part, monotonicNs));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a part of the store can't be had: " + method.getName(), e);
    }
  }

  private Operation operation(String name) {
    return new Operation(
        Buckets.REQUEST.timer(registry, "havatar.store", "Asked until on disk", "operation", name),
        registry.counter("havatar.store.failures", "operation", name));
  }

  /** {@code recordBoot} is {@code record_boot}. */
  static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    Object part = parts.get(method);
    if (part != null) {
      return part;
    }
    long beginNs = monotonicNs.getAsLong();
    Object answer;
    try {
      answer = method.invoke(measured, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
    Operation operation = operations.get(method);
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
