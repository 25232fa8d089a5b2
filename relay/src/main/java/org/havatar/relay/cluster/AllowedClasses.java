package org.havatar.relay.cluster;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only classes that another member may name. Hazelcast makes an object of any class whose name
 * it is sent, by Java's serialisation and by its own, and its own has no filter; so it gets its
 * classes from here. What isn't listed isn't even loaded.
 */
final class AllowedClasses extends ClassLoader {
  /** Hazelcast's own messages, and what they hold; exceptions come as Java's objects. */
  static final List<String> PREFIXES = List.of("com.hazelcast.", "java.lang.", "java.util.");

  /** Of those, what runs what it is given: no message holds them. */
  static final List<String> EXCEPT =
      List.of(
          "java.lang.invoke.",
          "java.lang.reflect.",
          "com.hazelcast.jet.",
          "com.hazelcast.sql.",
          "com.hazelcast.internal.management.",
          "com.hazelcast.internal.usercodedeployment.",
          "com.hazelcast.internal.namespace.");

  /** Vert.x's entries of nodes and subscriptions, and exceptions of sockets. */
  static final Set<String> NAMES =
      Set.of(
          "io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo",
          "io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo",
          "java.io.EOFException",
          "java.io.IOException",
          "java.net.ConnectException",
          "java.net.SocketException");

  /** Hazelcast's tables of its own messages, all of which it wants to load as it starts. */
  private static final List<String> STARTED = List.of("Hook", ".JetMessageTaskFactoryProvider");

  /** Hazelcast looks whether it is there as it starts; it isn't. */
  private static final String ABSENT = "javax.cache.Caching";

  /** So many names are written down; a stranger may send any number. */
  private static final int MOST_NAMED = 20;

  private static final Logger LOG = LoggerFactory.getLogger(AllowedClasses.class);

  private final LongAdder refused = new LongAdder();
  private final Set<String> named = ConcurrentHashMap.newKeySet();

  AllowedClasses(ClassLoader parent) {
    super("members' classes", parent);
  }

  static boolean allows(String name) {
    return NAMES.contains(name)
        || (PREFIXES.stream().anyMatch(name::startsWith)
            && (STARTED.stream().anyMatch(name::endsWith)
                || EXCEPT.stream().noneMatch(name::startsWith)));
  }

  /** How often a class was asked for that isn't listed. */
  long refused() {
    return refused.sum();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals(ABSENT)) {
      throw new ClassNotFoundException(name);
    }
    if (!allows(name)) {
      refused.increment();
      if (named.size() < MOST_NAMED && named.add(name)) {
        LOG.warn("refused to load {} for another member of the cluster", name);
      }
      // Not ClassNotFoundException: then Hazelcast would ask the next loader.
      throw new SecurityException("not for members: " + name);
    }
    return super.loadClass(name, resolve);
  }
}
