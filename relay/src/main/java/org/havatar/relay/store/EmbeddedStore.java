package org.havatar.relay.store;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.havatar.relay.access.Account;
import org.havatar.relay.access.RobotEntry;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.store.Records.Boot;
import org.jspecify.annotations.Nullable;

/** The store of a node that stands alone: one file, which one process holds at a time. */
public final class EmbeddedStore implements Store {
  /** The layout of the file; one that reads another must say so. */
  static final String SCHEMA = "1";

  private static final String SCHEMA_KEY = "schema";
  private static final String SIGNING_KEY = "signing_key";

  private final MVMap<String, String> meta;
  private final MVMap<String, String> users;
  private final MVMap<String, String> robots;
  private final MVMap<String, String> boots;
  private final MVStore file;
  private final GroupCommit commits;

  private EmbeddedStore(MVStore file, LongSupplier monotonicNs) {
    this.file = file;
    meta = file.openMap("meta");
    users = file.openMap("users");
    robots = file.openMap("robots");
    boots = file.openMap("boots");
    commits = new GroupCommit(file, monotonicNs);
  }

  /**
   * Opens {@code path}, or makes it. Blocks.
   *
   * @throws Unavailable when it can't, with a sentence for a person
   */
  public static EmbeddedStore open(Path path, LongSupplier monotonicNs) {
    MVStore file = openFile(path);
    try {
      EmbeddedStore store = new EmbeddedStore(file, monotonicNs);
      store.checkSchema(path);
      file.commit();
      file.sync();
      keepToOurselves(path);
      store.commits.start();
      return store;
    } catch (RuntimeException | IOException e) {
      file.closeImmediately();
      throw e instanceof Unavailable known
          ? known
          : new Unavailable("The store " + path + " can't be used: " + e.getMessage(), e);
    }
  }

  private static MVStore openFile(Path path) {
    try {
      MVStore file = new MVStore.Builder().fileName(path.toString()).autoCommitDisabled().open();
      file.setRetentionTime(0);
      file.setVersionsToKeep(0);
      return file;
    } catch (MVStoreException e) {
      String why =
          e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
              ? "is in use by another process (is the relay running?)"
              : "can't be opened: " + e.getMessage();
      throw new Unavailable("The store " + path + " " + why + ".", e);
    }
  }

  private static void keepToOurselves(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private void checkSchema(Path path) {
    String known = meta.putIfAbsent(SCHEMA_KEY, SCHEMA);
    if (known != null && !known.equals(SCHEMA)) {
      throw new Unavailable(
          "The store %s has layout %s; this relay knows layout %s only."
              .formatted(path, known, SCHEMA));
    }
  }

  @Override
  public Future<Boolean> addUser(Account account) {
    return commits.submit(
        () -> users.putIfAbsent(account.user().name(), Records.of(account)) == null);
  }

  @Override
  public Future<Optional<Account>> user(String name) {
    return commits.submit(() -> Optional.ofNullable(users.get(name)).map(Records::account));
  }

  @Override
  public Future<Boolean> addRobot(RobotEntry robot) {
    return commits.submit(
        () -> robots.putIfAbsent(robot.robot().robotId(), Records.of(robot)) == null);
  }

  @Override
  public Future<Optional<RobotEntry>> robot(String robotId) {
    return commits.submit(() -> Optional.ofNullable(robots.get(robotId)).map(Records::robot));
  }

  @Override
  public Future<List<RobotEntry>> robots() {
    return commits.submit(() -> robots.values().stream().map(Records::robot).toList());
  }

  @Override
  public Future<OptionalLong> recordBoot(String robotId, long boot, long startId) {
    return commits.submit(() -> recordBootNow(robotId, new Boot(boot, startId)));
  }

  private OptionalLong recordBootNow(String robotId, Boot told) {
    @Nullable String text = boots.get(robotId);
    Boot known = text == null ? null : Boot.of(text);
    if (told.equals(known)) {
      return OptionalLong.empty();
    }
    if (known != null && told.number() <= known.number()) {
      return OptionalLong.of(known.number());
    }
    boots.put(robotId, told.text());
    return OptionalLong.empty();
  }

  @Override
  public Future<String> signingKey(String candidate) {
    return commits.submit(
        () -> {
          @Nullable String known = meta.putIfAbsent(SIGNING_KEY, candidate);
          return known == null ? candidate : known;
        });
  }

  @Override
  public Future<Boolean> probe() {
    return commits.submit(() -> meta.containsKey(SCHEMA_KEY));
  }

  @Override
  public Future<Boolean> close() {
    return commits.close();
  }

  /** Lets go of the file as a crash would, without writing anything. For tests. */
  void crash() {
    file.closeImmediately();
  }
}
