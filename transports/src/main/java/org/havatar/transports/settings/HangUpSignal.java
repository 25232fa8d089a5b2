package org.havatar.transports.settings;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * SIGHUP, which by custom asks a service to read its settings again; without this it ends a JVM.
 *
 * <p>Java has no supported way to catch a signal. {@code sun.misc.Signal} is exported by the module
 * jdk.unsupported for want of one (JEP 260), but javac warns of naming it, which no annotation can
 * silence; so it is named in strings, here only.
 */
public final class HangUpSignal {
  private static final String NAME = "HUP";

  /** One may run and one wait: it will read what is newest then. */
  private final AtomicBoolean asked = new AtomicBoolean();

  private @Nullable Runnable action;

  /**
   * Catches SIGHUP from now on; it is kept until {@link #onSignal} says what to do.
   *
   * @return why it can't, as a part of a sentence; then SIGHUP does what the system says
   */
  public Optional<String> install() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler calls = (proxy, method, arguments) -> called(proxy, method, arguments);
      Object proxy =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calls);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(NAME), proxy);
      return Optional.empty();
    } catch (InvocationTargetException e) {
      // Taken, for instance by -Xrs, or not known to this system.
      return Optional.of(String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException e) {
      return Optional.of(e.toString());
    }
  }

  private @Nullable Object called(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        arrived();
        yield null;
      }
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> HangUpSignal.class.getSimpleName();
    };
  }

  /** On a thread that the JVM makes for each signal. */
  void arrived() {
    if (!asked.getAndSet(true)) {
      runIfAsked();
    }
  }

  /**
   * What to do at each signal: on the signal's thread, one at a time; it has to catch its faults.
   */
  public void onSignal(Runnable wanted) {
    synchronized (this) {
      action = wanted;
    }
    runIfAsked();
  }

  private synchronized void runIfAsked() {
    if (action != null && asked.getAndSet(false)) {
      action.run();
    }
  }
}
