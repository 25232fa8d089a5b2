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
import org.havatar.relay.access.Account;
import org.havatar.relay.access.RobotEntry;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.store.Records.Boot;
import org.jspecify.annotations.Nullable;

/** The store of a node that stands alone: one file, which one process holds at a time. */
public final class EmbeddedStore implements Store {
  private static final String SIGNING_KEY = "signing_key";

  private final GroupCommit commits;

  private EmbeddedStore(GroupCommit commits) {
    this.commits = commits;
  }

  /**
   * Opens {@code path}, or makes it. Blocks.
   *
   * @throws Unavailable when it can't, with a sentence for a person
   */
  public static EmbeddedStore open(Path path, LongSupplier monotonicNs) {
    return open(path.toString(), () -> keepToOurselves(path), monotonicNs);
  }

  /**
   * @param name a path, or another name that H2 knows to open
   * @param onOpened before anything is served
   */
  static EmbeddedStore open(String name, Opened onOpened, LongSupplier monotonicNs) {
    StoreFile file = StoreFile.open(name);
    try {
      onOpened.run();
    } catch (IOException e) {
      file.letGo();
      throw new Unavailable("The store " + name + " can't be used: " + e.getMessage(), e);
    }
    GroupCommit commits = new GroupCommit(file, () -> StoreFile.open(name), monotonicNs);
    commits.start();
    return new EmbeddedStore(commits);
  }

  /** What is done with a file that was just opened. */
  interface Opened {
    void run() throws IOException;
  }

  private static void keepToOurselves(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Override
  public Future<Boolean> addUser(Account account) {
    return commits.submit(
        file -> file.users().putIfAbsent(account.user().name(), Records.of(account)) == null);
  }

  @Override
  public Future<Optional<Account>> user(String name) {
    return commits.submit(
        file -> Optional.ofNullable(file.users().get(name)).map(Records::account));
  }

  @Override
  public Future<Boolean> addRobot(RobotEntry robot) {
    return commits.submit(
        file -> file.robots().putIfAbsent(robot.robot().robotId(), Records.of(robot)) == null);
  }

  @Override
  public Future<Optional<RobotEntry>> robot(String robotId) {
    return commits.submit(
        file -> Optional.ofNullable(file.robots().get(robotId)).map(Records::robot));
  }

  @Override
  public Future<List<RobotEntry>> robots() {
    return commits.submit(file -> file.robots().values().stream().map(Records::robot).toList());
  }

  @Override
  public Future<OptionalLong> recordBoot(String robotId, long boot, long startId) {
    return commits.submit(file -> recordBootNow(file, robotId, new Boot(boot, startId)));
  }

  private static OptionalLong recordBootNow(StoreFile file, String robotId, Boot told) {
    @Nullable String text = file.boots().get(robotId);
    Boot known = text == null ? null : Boot.of(text);
    if (told.equals(known)) {
      return OptionalLong.empty();
    }
    if (known != null && told.number() <= known.number()) {
      return OptionalLong.of(known.number());
    }
    file.boots().put(robotId, told.text());
    return OptionalLong.empty();
  }

  @Override
  public Future<String> signingKey(String candidate) {
    return commits.submit(
        file -> {
          @Nullable String known = file.meta().putIfAbsent(SIGNING_KEY, candidate);
          return known == null ? candidate : known;
        });
  }

  @Override
  public Future<Boolean> probe() {
    return commits.probe();
  }

  @Override
  public Future<Boolean> close() {
    return commits.close();
  }

  /** Lets go of the file as a crash would, without writing anything. For tests. */
  void crash() {
    commits.crash();
  }
}
