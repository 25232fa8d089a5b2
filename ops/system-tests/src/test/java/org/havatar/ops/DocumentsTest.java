package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.havatar.ops.kit.Checkout;
import org.junit.jupiter.api.Test;

/**
 * What the documents name exists: links, paths, commands with their options, classes, functions,
 * tests, and the words of the programs that the troubleshooting page quotes.
 */
final class DocumentsTest {
  private static final int MOST_README_LINES = 60;

  /** A change log tells what was; the others tell what is. */
  private static final String HISTORY = "CHANGELOG.md";

  private static final Pattern PATH = Pattern.compile("\\.?[\\w.-]+(?:/[\\w.-]+)*/?");
  private static final Pattern FILE_NAME =
      Pattern.compile("[\\w-]+(?:\\.test)?\\.(?:java|tsx?|mjs|[ch]|py|sh|md|yaml|json)");
  private static final Pattern COMMAND =
      Pattern.compile("(?<![\\w./-])(ops/[a-z]+)(?![\\w/.-])((?: +[^`|#&;]*)?)");
  private static final Pattern KINDS = Pattern.compile("(?m)^(?:KINDS|PARTS)=\\(([a-z -]+)\\)$");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
  private static final Pattern JAVA_OR_PAGE =
      Pattern.compile("([A-Z]\\w*[a-z]\\w*)((?:\\.\\w+)*)(?:\\(\\))?");
  private static final Pattern FUNCTION = Pattern.compile("([a-z]+(?:_[a-z0-9]+)+)\\(\\)");
  private static final Pattern IN_FILE =
      Pattern.compile("([\\w-]+(?:\\.test)?\\.(?:c|h|tsx?|mjs)): ?(.+)");

  /** Folders from which the documents count their paths, besides the one they lie in. */
  private static final List<String> BASES =
      List.of(
          "",
          "relay",
          "robot-bridge",
          "robot-bridge/firmware",
          "transports",
          "transports/protocol",
          "frontend",
          "frontend/src",
          "ops");

  /** Made when the programs are built or run. */
  private static final Set<String> MADE = Set.of("target", "dist", "node_modules", ".demo", "run");

  private static final SourceTree TREE = new SourceTree(Checkout.root());
  private static final List<MarkdownPage> PAGES =
      TREE.withSuffix(".md").map(MarkdownPage::read).toList();

  private final List<String> wrong = new ArrayList<>();

  @Test
  void everyLinkLeadsSomewhere() {
    eachPage(page -> page.links().forEach(link -> follow(page, link)));
    assertThat(wrong).isEmpty();
  }

  private void follow(MarkdownPage page, String link) {
    if (link.contains("://") || link.startsWith("mailto:")) {
      return;
    }
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      wrong.add(page + ": nothing at " + link);
    } else if (hash >= 0
        && !MarkdownPage.read(target).anchors().contains(link.substring(hash + 1))) {
      wrong.add(page + ": no heading for " + link);
    }
  }

  @Test
  void everyPathExists() {
    eachPage(
        page ->
            page.codeSpans().stream()
                .filter(span -> isMissingPath(page, span) || isMissingFile(span))
                .forEach(span -> wrong.add(page + ": there is no " + span)));
    assertThat(wrong).isEmpty();
  }

  /** It looks like one when its first part is there, or when it ends as a folder does. */
  private static boolean isMissingPath(MarkdownPage page, String span) {
    if (!span.contains("/") || !PATH.matcher(span).matches()) {
      return false;
    }
    List<Path> bases = new ArrayList<>(List.of(page.file().resolveSibling("")));
    BASES.forEach(base -> bases.add(TREE.root().resolve(base)));
    String first = span.split("/", -1)[0];
    boolean isPath =
        span.endsWith("/")
            || bases.stream().anyMatch(base -> Files.isDirectory(base.resolve(first)));
    boolean isMade = Stream.of(span.split("/", -1)).anyMatch(MADE::contains);
    return isPath && !isMade && bases.stream().noneMatch(base -> Files.exists(base.resolve(span)));
  }

  private static boolean isMissingFile(String span) {
    return FILE_NAME.matcher(span).matches() && TREE.named(span).isEmpty();
  }

  @Test
  void everyCommandExistsAndKnowsItsOptions() {
    eachPage(
        page ->
            Stream.concat(page.codeSpans().stream(), page.blockLines().stream())
                .forEach(code -> checkCommands(page, code)));
    assertThat(wrong).isEmpty();
  }

  private void checkCommands(MarkdownPage page, String code) {
    Matcher command = COMMAND.matcher(code);
    while (command.find()) {
      Path script = TREE.root().resolve(command.group(1));
      if (Files.isDirectory(script)) {
        continue;
      }
      if (!Files.isExecutable(script)) {
        wrong.add(page + ": there is no command " + command.group(1));
      } else {
        checkOptions(page, command.group(2), List.of(script));
        checkKinds(page, script, command.group(2).strip());
      }
    }
    checkProgram(page, code, "relay ", "Main", "UserCommand", "RobotCommand", "AuditCommand");
    checkProgram(page, code, "robot-bridge ", "Main");
  }

  /** A command that lists its kinds or parts knows those that are named. */
  private void checkKinds(MarkdownPage page, Path script, String arguments) {
    String list = script.getFileName() + "-parts.sh";
    Stream.concat(Stream.of(script), TREE.named(list).stream())
        .flatMap(file -> KINDS.matcher(TREE.text(file)).results())
        .map(found -> List.of(found.group(1).split(" ", -1)))
        .forEach(
            kinds ->
                Stream.of(arguments.split(" +", -1))
                    .takeWhile(word -> !word.startsWith("-"))
                    .map(word -> word.replaceAll("=.*", ""))
                    .filter(word -> word.matches("[a-z-]+") && !kinds.contains(word))
                    .forEach(word -> wrong.add(page + ": " + script + " knows no " + word)));
  }

  private void checkProgram(MarkdownPage page, String code, String program, String... classes) {
    if (code.startsWith(program) && OPTION.matcher(code).find()) {
      List<Path> sources =
          Stream.of(classes)
              .flatMap(name -> TREE.named(name + ".java").stream())
              .filter(file -> file.startsWith(TREE.root().resolve(program.strip())))
              .toList();
      checkOptions(page, code, sources);
    }
  }

  private void checkOptions(MarkdownPage page, String arguments, List<Path> sources) {
    OPTION
        .matcher(arguments)
        .results()
        .map(found -> found.group())
        .filter(option -> sources.stream().noneMatch(file -> TREE.text(file).contains(option)))
        .filter(option -> !option.equals("--help") && !option.equals("--version"))
        .forEach(option -> wrong.add(page + ": " + sources + " has no option " + option));
  }

  @Test
  void everyNameOfTheSourcesExists() {
    for (String name : List.of("architecture.md", "safety-case.md")) {
      MarkdownPage page = document(name);
      page.codeSpans().stream()
          .filter(span -> !isDeclared(span))
          .forEach(span -> wrong.add(page + ": no source declares " + span));
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isDeclared(String span) {
    Matcher inFile = IN_FILE.matcher(span);
    if (inFile.matches()) {
      return isInFile(inFile.group(1), inFile.group(2));
    }
    Matcher function = FUNCTION.matcher(span);
    if (function.matches()) {
      return TREE.declaresFunction(function.group(1));
    }
    Matcher name = JAVA_OR_PAGE.matcher(span);
    return !name.matches() || isDeclared(name.group(1), name.group(2));
  }

  private static boolean isDeclared(String type, String rest) {
    if (rest.isEmpty()) {
      return TREE.declaresJavaType(type) || TREE.exports(type);
    }
    String owner = type;
    String[] members = rest.substring(1).split("\\.", -1);
    for (int i = 0; i < members.length - 1; i++) {
      owner = members[i];
    }
    String last = members[members.length - 1];
    return TREE.declaresJavaMember(owner, last)
        || (TREE.declaresJavaType(owner) && TREE.declaresJavaType(last));
  }

  /** A function, or a property of the page, or a test or a group of tests by its title. */
  private static boolean isInFile(String file, String text) {
    String quoted = Pattern.quote(text);
    Pattern wanted =
        Pattern.compile(
            text.matches("\\w+")
                ? "(?<![.\\w])" + quoted + "(?:\\(|[?:]|\\b.*=>)|get " + quoted + "\\("
                : "(?m)(?:(?:it|test|describe)(?:\\.each\\(.*\\))?|^ *](?: as const)?\\))\\(\\s*['`]"
                    + quoted);
    return TREE.named(file).stream().anyMatch(each -> wanted.matcher(TREE.text(each)).find());
  }

  @Test
  void whatTheTroubleshootingPageQuotesIsSaidByAProgram() {
    StringBuilder said = new StringBuilder();
    Stream.of(".java", ".ts", ".tsx", ".c", ".sh")
        .flatMap(TREE::withSuffix)
        .filter(file -> !file.toString().contains("/test/") && !file.toString().contains(".test."))
        .forEach(file -> said.append(TREE.text(file)));
    Stream.of("demo", "test")
        .flatMap(name -> TREE.named(name).stream())
        .map(TREE::text)
        .forEach(said::append);
    String joined = said.toString().replaceAll("\"\\s*\\+ \"", "").replace("\\\"", "\"");
    MarkdownPage page = document("troubleshooting.md");
    for (String quotation : page.quotations()) {
      for (String part : quotation.split("…", -1)) {
        if (!joined.contains(part.strip())) {
          wrong.add("no program says “" + part.strip() + "”");
        }
      }
    }
    assertThat(page.quotations()).hasSizeGreaterThan(20);
    assertThat(wrong).isEmpty();
  }

  @Test
  void aReadmeIsShortAndTheIndexNamesEveryDocument() {
    Path folder = TREE.root().resolve("ops/docs");
    TREE.named("README.md").stream()
        .filter(file -> !file.equals(TREE.root().resolve("README.md")))
        .filter(file -> !file.equals(folder.resolve("README.md"))) // it grows with the decisions
        .map(MarkdownPage::read)
        .filter(page -> page.lineCount() >= MOST_README_LINES)
        .forEach(page -> wrong.add(page + " has " + page.lineCount() + " lines"));
    List<String> linked = document("README.md").links();
    TREE.withSuffix(".md")
        .filter(file -> file.startsWith(folder) && !file.equals(folder.resolve("README.md")))
        .map(file -> folder.relativize(file).toString())
        .filter(name -> linked.stream().noneMatch(name::equals))
        .forEach(name -> wrong.add("ops/docs/README.md doesn't name " + name));
    assertThat(wrong).isEmpty();
  }

  private static MarkdownPage document(String name) {
    return MarkdownPage.read(TREE.root().resolve("ops/docs").resolve(name));
  }

  private static void eachPage(Consumer<MarkdownPage> check) {
    PAGES.stream().filter(page -> !page.file().endsWith(HISTORY)).forEach(check);
  }
}
