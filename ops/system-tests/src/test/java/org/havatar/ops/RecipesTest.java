package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.havatar.ops.kit.Checkout;
import org.havatar.ops.kit.Program;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each recipe of ops/docs/configuration.md passes the program's own check. */
final class RecipesTest {
  private static final String FILES = "/etc/havatar/";
  private static final char[] STORE_PASSWORD = "changeit".toCharArray();
  private static final Pattern RECIPE =
      Pattern.compile("### (.+)\n\n```(yaml|ini)\n# (relay|robot-bridge)\\.yaml\n([^`]+)```");
  private static final Pattern ENVIRONMENT = Pattern.compile("(?m)^Environment=(.+)$");

  private final Path folder;

  RecipesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** The files that recipes name. */
  private void makeFiles() throws Exception {
    Path store = folder.resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Program.run(
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "relay",
            "-keyalg",
            "EC",
            "-dname",
            "CN=relay",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(STORE_PASSWORD)),
        "",
        folder);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD);
    }
    Key key = keys.getKey("relay", STORE_PASSWORD);
    writePem("relay-certificate.pem", "CERTIFICATE", keys.getCertificate("relay").getEncoded());
    writePem("relay-key.pem", "PRIVATE KEY", key.getEncoded());
    Files.writeString(folder.resolve("robot.key"), "hvr_a-key\n");
  }

  private void writePem(String name, String label, byte[] der) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label));
  }

  @TestFactory
  Stream<DynamicTest> everyRecipeIsRight() throws Exception {
    makeFiles();
    String page = Files.readString(Checkout.root().resolve("ops/docs/configuration.md"));
    List<DynamicTest> tests = new ArrayList<>();
    Matcher recipe = RECIPE.matcher(page);
    while (recipe.find()) {
      String title = recipe.group(1);
      boolean yaml = recipe.group(2).equals("yaml");
      Path jar = recipe.group(3).equals("relay") ? Checkout.relayJar() : Checkout.bridgeJar();
      String text = recipe.group(4).replace(FILES, folder + "/");
      tests.add(DynamicTest.dynamicTest(title, () -> assertRight(jar, yaml, text)));
    }
    long headings = page.lines().filter(line -> line.startsWith("### ")).count();
    assertThat(tests).as("recipes that the test understands").hasSize((int) headings);
    return tests.stream();
  }

  private void assertRight(Path jar, boolean yaml, String text) throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(file, yaml ? text : "");
    if (!yaml) {
      Matcher variable = ENVIRONMENT.matcher(text);
      while (variable.find()) {
        command.add(variable.group(1));
      }
      assertThat(command).as("variables").hasSizeGreaterThan(1);
    }
    command.addAll(List.of(Checkout.java(), "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.addAll(List.of("--check-config", "--config", file.toString()));
    assertThat(Program.run(command, "", folder)).startsWith("The settings are right; read: ");
  }
}
