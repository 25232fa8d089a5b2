package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageTest {
  private final ApiHarness bench;

  PageTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theIndexIsAskedForAgainEachTime() {
    for (String path : List.of("/", "/index.html")) {
      HttpResponse<String> response = bench.get(path);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("test page");
      assertThat(response.headers().firstValue("content-type")).hasValue("text/html;charset=utf-8");
      assertThat(response.headers().firstValue("cache-control")).hasValue("no-cache");
    }
  }

  @Test
  void filesWithAHashInTheirNameAreKeptByBrowsers() {
    HttpResponse<String> response = bench.get("/assets/index-1a2b3c.js");
    assertThat(response.headers().firstValue("cache-control").orElseThrow()).contains("immutable");
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("text/javascript;charset=utf-8");
  }

  @Test
  void aBrowserThatHasTheFileIsToldSo() {
    String etag = bench.get("/").headers().firstValue("etag").orElseThrow();
    HttpResponse<String> again = bench.get("/", Map.of("if-none-match", etag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(bench.get("/", Map.of("if-none-match", "\"other\"")).statusCode()).isEqualTo(200);
  }

  @Test
  void theBytesOfThePageAreLimitedForAnAddressWhileItsRequestsAreNot() {
    int served = 0;
    HttpResponse<String> last = bench.get("/");
    while (last.statusCode() == 200) {
      served++;
      if (served % 100 == 0) {
        bench.clocks().passMs(2000); // in which 100 requests are forgiven, and two kilobytes
      }
      assertThat(served).isLessThan(2 * ApiHarness.PAGE_KB_BURST);
      last = bench.get("/");
    }
    assertThat(served).isBetween(ApiHarness.PAGE_KB_BURST, ApiHarness.PAGE_KB_BURST + 20);
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.headers().firstValue("retry-after")).isPresent();
    assertThat(last.body()).contains("rate_limited");
  }

  @Test
  void headHasHeadersWithoutBody() {
    HttpResponse<String> response = bench.head("/");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-length")).isPresent();
    assertThat(response.body()).isEmpty();
  }

  @Test
  void noPathLeavesThePage() {
    for (String path :
        List.of(
            "/../page/index.html",
            "/%2e%2e/ApiTest.class",
            "/assets/../../ApiTest.class",
            "/assets/%2e%2e%2f%2e%2e%2fApiTest.class",
            "/..%5cApiTest.class",
            "/assets/",
            "/assets",
            "//etc/passwd",
            "/ApiTest.class")) {
      assertThat(bench.get(path).statusCode()).as(path).isBetween(400, 404);
    }
  }

  @Test
  void thePageIsReadFromAJarToo(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("page.jar");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry("p/"));
      jar.putNextEntry(new JarEntry("p/index.html"));
      jar.write("from a jar".getBytes(StandardCharsets.UTF_8));
      jar.closeEntry();
    }
    try (URLClassLoader classes = new URLClassLoader(new URL[] {file.toUri().toURL()}, null)) {
      assertThat(Page.load(classes, "p").isEmpty()).isFalse();
      assertThat(Page.load(classes, "q").isEmpty()).isTrue();
    }
  }
}
