package org.havatar.transports.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.havatar.transports.wire.JsonFields.Invalid;

/** JSON messages of PROTOCOL.md §5, one object a text. */
public final class JsonCodec {
  /** Longest text that is read, in UTF-16 units and in bytes on the wire. */
  public static final int MAX_CHARS = 8192;

  static final JsonFactory FACTORY = new JsonFactory();

  private JsonCodec() {}

  /** Reads one message. */
  public static Decoded decode(String text) {
    if (text.length() > MAX_CHARS) {
      return new Decoded.Bad(Codes.BAD_JSON, "longer than " + MAX_CHARS + " characters");
    }
    JsonFields fields;
    try (JsonParser parser = FACTORY.createParser(text)) {
      fields = JsonFields.read(parser);
    } catch (IOException e) {
      return new Decoded.Bad(Codes.BAD_JSON, "not one JSON object");
    }
    try {
      return new Decoded.Ok(JsonDecoder.message(fields));
    } catch (Invalid e) {
      return new Decoded.Bad(e.code(), e.detail(), fields.commandId());
    }
  }

  /** The message's text. */
  public static String encode(Event message) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      out.writeStartObject();
      JsonEncoder.write(message, out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has nothing to fail with
    }
    return text.toString();
  }

  /** 16 lower-case hexadecimal digits. */
  public static String hex(long value) {
    return String.format(Locale.ROOT, "%016x", value);
  }
}
