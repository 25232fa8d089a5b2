package org.havatar.transports.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The vectors of {@code transports/protocol/vectors}, which every language passes. */
final class Vectors {
  private Vectors() {}

  static JsonObject read(String name) {
    try {
      return new JsonObject(Files.readString(Path.of("protocol", "vectors", name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<JsonObject> of(String file, String list) {
    return read(file).getJsonArray(list).stream().map(JsonObject.class::cast);
  }

  static Numbered pair(JsonArray pair) {
    return new Numbered(pair.getLong(0), pair.getLong(1));
  }

  /** A binary message as the vectors write it. */
  static JsonObject describe(Binary message) {
    return switch (message) {
      case Drive m ->
          start("drive", m.term(), m.sequence())
              .put("echo", unsigned(m.echo()))
              .put("ttlMs", m.ttlMs())
              .put("inputAgeMs", m.inputAgeMs())
              .put("left", m.leftPermille())
              .put("right", m.rightPermille());
      case Ack m ->
          start("ack", m.term(), m.sequence())
              .put("reason", m.reason().wireName())
              .put("stamp", unsigned(m.stamp()))
              .put("ageMs", m.ageMs())
              .put("cap", m.capPermille())
              .put("left", m.leftPermille())
              .put("right", m.rightPermille());
      case Stop m ->
          new JsonObject()
              .put("type", "stop")
              .put("cause", lower(m.cause()))
              .put("authority", m.authority())
              .put("stopId", JsonCodec.hex(m.stopId()))
              .put("origin", JsonCodec.hex(m.origin()))
              .put("latch", pair(m.latch()));
      case Stopped m ->
          new JsonObject()
              .put("type", "stopped")
              .put("state", m.zeroOutput() ? "zero" : "latched")
              .put("latchKind", lower(m.latchKind()))
              .put("stopId", JsonCodec.hex(m.stopId()))
              .put("latch", pair(m.latch()))
              .put("stamp", unsigned(m.stamp()))
              .put("elapsedMs", m.elapsedMs());
      case Beacon m -> beacon(m);
      case Board m -> board(m);
      case Ping m ->
          new JsonObject()
              .put("type", "ping")
              .put("id", Integer.toUnsignedLong(m.id()))
              .put("senderMs", Integer.toUnsignedLong(m.senderMs()));
      case Pong m ->
          new JsonObject()
              .put("type", "pong")
              .put("id", Integer.toUnsignedLong(m.id()))
              .put("senderMs", Integer.toUnsignedLong(m.senderMs()))
              .put("stampValid", m.stampValid())
              .put("stamp", unsigned(m.stamp()));
    };
  }

  private static JsonObject beacon(Beacon m) {
    return new JsonObject()
        .put("type", "beacon")
        .put("boardConnected", m.has(Beacon.BOARD_CONNECTED))
        .put("primary", m.has(Beacon.PRIMARY))
        .put("moving", m.has(Beacon.MOVING))
        .put("unprotected", m.has(Beacon.UNPROTECTED))
        .put("stopPressed", m.has(Beacon.STOP_PRESSED))
        .put("governed", m.has(Beacon.GOVERNED))
        .put("latchKind", lower(m.latchKind()))
        .put("boot", m.boot())
        .put("termCounter", m.termCounter())
        .put("latchCounter", m.latchCounter())
        .put("routeCounter", m.routeCounter())
        .put("stamp", unsigned(m.stamp()))
        .put("holder", JsonCodec.hex(m.holder()))
        .put("leaseRemainingMs", m.leaseRemainingMs())
        .put("batteryMv", m.batteryMv())
        .put("batteryPercent", m.batteryPercent())
        .put("faults", m.faults())
        .put("left", m.leftPermille())
        .put("right", m.rightPermille())
        .put("cap", m.capPermille())
        .put("loopAgeMs", m.loopAgeMs())
        .put("lastSequence", unsigned(m.lastSequence()));
  }

  private static JsonObject board(Board m) {
    return start("board", m.term(), m.sequence())
        .put("stopped", m.stopped())
        .put("failsafe", m.failsafe())
        .put("ramping", m.ramping())
        .put("faults", m.faults())
        .put("startId", m.startId())
        .put("stamp", unsigned(m.stamp()))
        .put("latch", pair(m.latch()))
        .put("left", m.leftPermille())
        .put("right", m.rightPermille())
        .put("batteryMv", m.batteryMv())
        .put("batteryPercent", m.batteryPercent())
        .put("lastReason", m.lastReason().wireName())
        .put("rejected", m.rejected());
  }

  private static JsonObject start(String type, Numbered term, Sequence sequence) {
    return new JsonObject()
        .put("type", type)
        .put("term", pair(term))
        .put("sequence", unsigned(sequence));
  }

  private static JsonArray pair(Numbered pair) {
    return new JsonArray().add(pair.boot()).add(pair.counter());
  }

  private static long unsigned(Stamp stamp) {
    return Integer.toUnsignedLong(stamp.millis());
  }

  private static long unsigned(Sequence sequence) {
    return Integer.toUnsignedLong(sequence.value());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }
}
