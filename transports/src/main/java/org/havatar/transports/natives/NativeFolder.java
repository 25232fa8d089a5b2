package org.havatar.transports.natives;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder where native parts of libraries are unpacked and loaded from: this process's own, new,
 * and out of everybody else's reach. By themselves the libraries use the temporary folder that all
 * users share, and load what lies there under the right name, whoever put it there.
 *
 * <p>Blocks. POSIX file systems only; elsewhere nothing is changed.
 */
public final class NativeFolder {
  static final String NAME = "native";

  private static final String OWN_ONLY = "rwx------";

  /** JNA, Netty, jSerialComm in this order; the last one knows the general setting only. */
  private static final List<String> PLACES =
      List.of("jna.tmpdir", "io.netty.native.workdir", "java.io.tmpdir");

  private NativeFolder() {}

  /**
   * Makes libraries use a new folder below {@code directory}; before the first one of them is
   * loaded. Leftovers of processes that have ended are removed.
   *
   * @param directory the program's own, which is made when it doesn't exist
   * @throws IOException with a sentence that says what to do, when somebody else could have put
   *     something there
   */
  public static void use(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Files.createDirectories(directory);
    Path folder = prepare(directory, ownUser(directory));
    PLACES.forEach(place -> System.setProperty(place, folder.toString()));
  }

  /** As {@link #use}, for a program that has no directory of its own; gone when it ends. */
  public static void useTemporary() throws IOException {
    Path directory = Files.createTempDirectory("havatar-"); // made for its user only
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    delete(directory);
                  } catch (IOException e) {
                    // It lies among temporary files and is empty but for a library.
                  }
                },
                "native folder"));
    use(directory);
  }

  static Path prepare(Path directory, UserPrincipal user) throws IOException {
    demandOwn(directory, user);
    Path all = directory.toRealPath().resolve(NAME);
    try {
      Files.createDirectory(all, ownOnly());
    } catch (FileAlreadyExistsException e) {
      demandOwn(all, user, LinkOption.NOFOLLOW_LINKS);
      Files.setPosixFilePermissions(all, PosixFilePermissions.fromString(OWN_ONLY));
    }
    sweep(all);
    return Files.createTempDirectory(all, ProcessHandle.current().pid() + "-", ownOnly());
  }

  private static FileAttribute<Set<PosixFilePermission>> ownOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWN_ONLY));
  }

  private static void demandOwn(Path folder, UserPrincipal user, LinkOption... links)
      throws IOException {
    PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, links);
    if (!found.isDirectory()) {
      throw new IOException(folder + " has to be a folder: move away what is there.");
    }
    if (!found.owner().equals(user)) {
      throw new IOException(
          "%s belongs to %s, and libraries would be loaded from there: give it to %s (chown), or name another directory."
              .formatted(folder, found.owner().getName(), user.getName()));
    }
    if (found.permissions().contains(PosixFilePermission.GROUP_WRITE)
        || found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "Others can write to %s, and libraries are loaded from there: chmod go-w %s, or name another directory."
              .formatted(folder, folder));
    }
  }

  /** The user as whom files are made: the one whom a new file belongs to. */
  private static UserPrincipal ownUser(Path directory) throws IOException {
    Path probe = Files.createTempFile(directory, ".owner-", "");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  /** A library that another process has loaded stays loaded, so only its own process removes it. */
  private static void sweep(Path all) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path each : folders) {
        if (!isInUse(each)) {
          delete(each);
        }
      }
    }
  }

  private static boolean isInUse(Path folder) {
    String pid = String.valueOf(folder.getFileName()).split("-", 2)[0];
    return pid.matches("\\d{1,10}")
        && Long.parseLong(pid) != ProcessHandle.current().pid()
        && ProcessHandle.of(Long.parseLong(pid)).isPresent();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> inside = Files.list(folder)) {
        for (Path each : inside.toList()) {
          delete(each);
        }
      }
    }
    Files.deleteIfExists(folder);
  }
}
