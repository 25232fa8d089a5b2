package org.havatar.ops.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Sequence;

/**
 * The simulated board's JSON Lines, read as they grow. Times are CLOCK_MONOTONIC nanoseconds, which
 * on Linux is the clock of System.nanoTime.
 */
public final class BoardLog {
  /** One line. */
  public sealed interface Entry permits Setpoint, Output, Note {
    long atNs();
  }

  /** The board took a setpoint. */
  public record Setpoint(
      long atNs, Numbered term, Sequence sequence, int leftPermille, int rightPermille)
      implements Entry {
    public boolean moves() {
      return leftPermille != 0 || rightPermille != 0;
    }
  }

  /** What the motors get changed. */
  public record Output(long atNs, int leftPermille, int rightPermille, String reason)
      implements Entry {
    public boolean isZero() {
      return leftPermille == 0 && rightPermille == 0;
    }
  }

  /** Anything else: {@code start}, {@code stop}, {@code refused}, {@code control}, … */
  public record Note(long atNs, String event, Map<String, Object> fields) implements Entry {
    public String text(String field) {
      return String.valueOf(fields.get(field));
    }
  }

  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private final List<Entry> entries = new ArrayList<>();
  private long position;

  public BoardLog(Path file) {
    this.file = file;
  }

  /** Everything so far, oldest first. */
  public synchronized List<Entry> entries() {
    refresh();
    return List.copyOf(entries);
  }

  public <T extends Entry> List<T> since(long fromNs, Class<T> kind) {
    return entries().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(entry -> entry.atNs() - fromNs >= 0)
        .toList();
  }

  public List<Note> notesSince(long fromNs, String event) {
    return since(fromNs, Note.class).stream().filter(note -> note.event().equals(event)).toList();
  }

  /** The output in force at that moment. */
  public Output outputAt(long atNs) {
    Output newest = new Output(Long.MIN_VALUE, 0, 0, "start");
    for (Entry entry : entries()) {
      if (entry instanceof Output output && output.atNs() - atNs <= 0) {
        newest = output;
      }
    }
    return newest;
  }

  public Output output() {
    return outputAt(System.nanoTime());
  }

  /** True when the motors turned at any moment of that span. */
  public boolean movedBetween(long fromNs, long toNs) {
    return !outputAt(fromNs).isZero()
        || since(fromNs, Output.class).stream().anyMatch(o -> o.atNs() - toNs < 0 && !o.isZero());
  }

  /** When the motors stood still, at or after that moment: the end of the last movement so far. */
  public long stillSince(long fromNs) {
    List<Output> changes = since(fromNs, Output.class);
    return changes.isEmpty() ? fromNs : changes.getLast().atNs();
  }

  /** True when the simulator itself was not run in time within that span. */
  public boolean sawHiccupBetween(long fromNs, long toNs) {
    return notesSince(fromNs, "hiccup").stream()
        .anyMatch(note -> note.atNs() - number(note.fields(), "late_ms") * 1_000_000 - toNs < 0);
  }

  private void refresh() {
    if (!Files.exists(file)) {
      return;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[(int) (in.length() - position)];
      in.seek(position);
      in.readFully(bytes);
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          entries.add(parse(new String(bytes, start, i - start, StandardCharsets.UTF_8)));
          start = i + 1;
        }
      }
      position += start;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry parse(String line) throws IOException {
    Map<String, Object> fields = fields(line);
    long atNs = number(fields, "t_ns");
    String event = String.valueOf(fields.get("event"));
    return switch (event) {
      case "setpoint" ->
          new Setpoint(
              atNs,
              pair(fields, "term"),
              new Sequence((int) number(fields, "sequence")),
              (int) number(fields, "left"),
              (int) number(fields, "right"));
      case "output" ->
          new Output(
              atNs,
              (int) number(fields, "left"),
              (int) number(fields, "right"),
              String.valueOf(fields.get("reason")));
      default -> new Note(atNs, event, Map.copyOf(fields));
    };
  }

  private static Map<String, Object> fields(String line) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object: " + line);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        fields.put(name, value(parser));
      }
    }
    return fields;
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token != JsonToken.START_ARRAY) {
      return token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : parser.getText();
    }
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      numbers.add(parser.getLongValue());
    }
    return numbers;
  }

  private static long number(Map<String, Object> fields, String name) {
    if (fields.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalStateException("no number " + name + " in " + fields);
  }

  private static Numbered pair(Map<String, Object> fields, String name) {
    if (fields.get(name) instanceof List<?> pair
        && pair.size() == 2
        && pair.get(0) instanceof Long boot
        && pair.get(1) instanceof Long counter) {
      return new Numbered(boot, counter);
    }
    throw new IllegalStateException("no pair " + name + " in " + fields);
  }
}
