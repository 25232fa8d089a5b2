package org.havatar.relay.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body strictly: one JSON object in UTF-8 and nothing after it, no name twice (of
 * two values two readers take different ones), and not nested without end.
 */
final class JsonBody {
  static final int MAX_DEPTH = 32;

  private static final int MAX_NUMBER_CHARS = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .build())
          .build();

  private JsonBody() {}

  /** Refuses what can't be read, before it is read. No type at all counts as JSON. */
  static void checkType(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(encoding)) {
      throw new ProblemException(
          Problem.unsupportedMediaType("The body may not be compressed. Send it as it is."));
    }
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null) {
      return;
    }
    String charset = charset(type);
    if (!"application/json".contentEquals(mimeType(type).toLowerCase(Locale.ROOT))
        || !(charset == null || charset.equalsIgnoreCase("utf-8"))) {
      throw new ProblemException(
          Problem.unsupportedMediaType("The body has to be application/json in UTF-8."));
    }
  }

  private static String mimeType(String contentType) {
    CharSequence mime = HttpUtil.getMimeType(contentType);
    return mime == null ? "" : mime.toString().trim();
  }

  private static @Nullable String charset(String contentType) {
    CharSequence charset = HttpUtil.getCharsetAsSequence(contentType);
    return charset == null ? null : charset.toString().replace("\"", "").trim();
  }

  static JsonObject read(@Nullable Buffer body) {
    if (body == null) {
      throw new ProblemException(Problem.badJson());
    }
    try (JsonParser parser = JSON.createParser(text(body))) {
      if (JacksonCodec.fromParser(parser, Object.class) instanceof JsonObject object) {
        return object;
      }
      throw new ProblemException(Problem.badJson());
    } catch (DecodeException | IOException e) {
      throw new ProblemException(Problem.badJson(whatIsWrong(e)));
    }
  }

  private static String text(Buffer body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(body.getBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(Problem.badJson("The body has bytes that are no UTF-8."));
    }
  }

  /** Never the parser's own message: it quotes the body, which may hold a password. */
  private static String whatIsWrong(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof StreamConstraintsException) {
      return "The body is nested deeper than %d levels, or has a number of more than %d digits."
          .formatted(MAX_DEPTH, MAX_NUMBER_CHARS);
    }
    if (String.valueOf(cause.getMessage()).startsWith("Duplicate")) {
      return "The body has a name twice in one object. Send each once.";
    }
    return "The body has to be one JSON object (application/json), and nothing after it.";
  }
}
