package org.havatar.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkout's own files, without what is built or fetched, and what its sources declare. */
final class SourceTree {
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", "dist");
  private static final Pattern JAVA_TYPE =
      Pattern.compile("\\b(?:class|interface|enum|record)\\s+([A-Z]\\w*)");

  private final Path root;
  private final List<Path> files = new ArrayList<>();
  private final Map<String, List<Path>> byName = new HashMap<>();
  private final Map<Path, String> texts = new HashMap<>();
  private final Map<String, List<Path>> byType = new HashMap<>();

  SourceTree(Path root) {
    this.root = root;
    try {
      Files.walkFileTree(root, new Collector());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    withSuffix(".java")
        .forEach(
            file ->
                JAVA_TYPE
                    .matcher(text(file))
                    .results()
                    .forEach(found -> note(byType, found.group(1), file)));
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes ignored) {
      String name = folder.getFileName().toString();
      boolean hidden = name.startsWith(".") && !name.equals(".ci") && !folder.equals(root);
      return hidden || NOT_OURS.contains(name)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes ignored) {
      files.add(file);
      note(byName, file.getFileName().toString(), file);
      return FileVisitResult.CONTINUE;
    }
  }

  private static void note(Map<String, List<Path>> index, String name, Path file) {
    index.computeIfAbsent(name, ignored -> new ArrayList<>()).add(file);
  }

  Path root() {
    return root;
  }

  Stream<Path> withSuffix(String suffix) {
    return files.stream().filter(file -> file.toString().endsWith(suffix)).sorted();
  }

  List<Path> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  String text(Path file) {
    return texts.computeIfAbsent(file, SourceTree::read);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean declaresJavaType(String name) {
    return byType.containsKey(name);
  }

  /** A method, constant or record component of a type with that name, whichever of them. */
  boolean declaresJavaMember(String type, String member) {
    Pattern declared =
        Pattern.compile(
            "(?m)^\\s+(?!return\\b|throw\\b|new\\b|else\\b)(?:[\\w<>\\[\\]@?.,]+\\s+)+"
                + member
                + "\\s*(?:\\(|=|;)|^\\s+"
                + member
                + "(?:\\(.*\\))?[,;]?$");
    return byType.getOrDefault(type, List.of()).stream()
        .anyMatch(file -> declared.matcher(text(file)).find());
  }

  /** A function's definition or declaration begins with its type at the start of a line. */
  boolean declaresFunction(String name) {
    Pattern declared = Pattern.compile("(?m)^[a-z][\\w *]*\\b" + name + "\\(");
    return Stream.concat(withSuffix(".c"), withSuffix(".h"))
        .anyMatch(file -> declared.matcher(text(file)).find());
  }

  /** An exported class or function of the page. */
  boolean exports(String name) {
    Pattern exported = Pattern.compile("\\bexport (?:class|function|const) " + name + "\\b");
    return Stream.concat(withSuffix(".ts"), withSuffix(".tsx"))
        .anyMatch(file -> exported.matcher(text(file)).find());
  }
}
