package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.port.Reply;
import org.havatar.relay.access.port.Unavailable;

/**
 * Hashes and checks passwords on threads of its own. At most {@code threads} at a time and {@link
 * #MAX_WAITING} waiting, so that logins can take neither all cores nor all memory; over that a
 * future fails with {@link Unavailable}.
 */
public final class Passwords implements AutoCloseable {
  static final int MAX_WAITING = 32;
  private final SecureRandom random = new SecureRandom();
  private final Argon2 argon2;
  private final String decoy;
  private final ThreadPoolExecutor workers;

  /** Blocks for the time of one hash. */
  public Passwords(int threads) {
    this(threads, Argon2.DEFAULT);
  }

  Passwords(int threads, Argon2 argon2) {
    this.argon2 = argon2;
    this.decoy = hashNow("nobody has this password");
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("password-", 0).daemon().factory());
    workers.allowCoreThreadTimeOut(true);
  }

  public Future<String> hash(String password) {
    return offLoop(() -> hashNow(password));
  }

  public Future<Boolean> verify(String password, String hash) {
    return offLoop(() -> Argon2.verify(password, hash));
  }

  /** Takes the time of {@link #verify} and is always false: for accounts that don't exist. */
  public Future<Boolean> verifyNobody(String password) {
    return verify(password, decoy).map(ignored -> false);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  private String hashNow(String password) {
    byte[] salt = new byte[Argon2.SALT_BYTES];
    random.nextBytes(salt);
    return argon2.hash(password, salt);
  }

  private <T> Future<T> offLoop(Callable<T> work) {
    Reply<T> reply = new Reply<>();
    try {
      workers.execute(
          () -> {
            try {
              reply.succeed(work.call());
            } catch (Exception | OutOfMemoryError e) {
              reply.fail(new Unavailable("A password could not be checked.", e));
            }
          });
    } catch (RejectedExecutionException e) {
      reply.fail(new Unavailable("Too many logins at once, try again in a few seconds.", e));
    }
    return reply.future();
  }
}
