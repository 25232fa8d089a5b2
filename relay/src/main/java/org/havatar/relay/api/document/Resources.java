package org.havatar.relay.api.document;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of the class path, read into memory. */
public final class Resources {
  private Resources() {}

  /**
   * All files below a folder, by their path in it ({@code assets/index.js}); none when there is no
   * such folder. Blocks.
   */
  public static SortedMap<String, byte[]> read(ClassLoader classes, String folder)
      throws IOException {
    URL root = classes.getResource(folder);
    if (root == null) {
      return new TreeMap<>();
    }
    URI uri;
    try {
      uri = root.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("the place of " + folder + " is no URI", e);
    }
    if (uri.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return readTree(jar.getPath(folder));
      }
    }
    return readTree(Path.of(uri));
  }

  private static SortedMap<String, byte[]> readTree(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    SortedMap<String, byte[]> read = new TreeMap<>();
    for (Path file : files) {
      read.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
    }
    return read;
  }
}
