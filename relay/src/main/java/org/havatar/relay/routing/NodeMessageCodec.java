package org.havatar.relay.routing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.havatar.relay.directory.NodeMessage;
import org.havatar.relay.directory.Route;
import org.havatar.transports.wire.Numbered;

/**
 * What nodes say about themselves on the event bus: a JSON object each, in which unknown fields are
 * ignored, because it is how two nodes of different versions get to know each other.
 */
final class NodeMessageCodec implements MessageCodec<NodeMessage, NodeMessage> {
  static final String NAME = "d";

  private static final String TYPE = "type";
  private static final String NODE = "node";
  private static final String REVISION = "revision";
  private static final String THERE = "there";

  @Override
  public void encodeToWire(Buffer out, NodeMessage message) {
    out.appendBuffer(json(message).toBuffer());
  }

  private static JsonObject json(NodeMessage message) {
    JsonObject object = new JsonObject().put(NODE, message.node());
    return switch (message) {
      case NodeMessage.Alive alive ->
          object
              .put(TYPE, "alive")
              .put("version", alive.version())
              .put("loops", alive.loops())
              .put("cut", alive.cut())
              .put(REVISION, alive.revision())
              .put("digest", alive.digest());
      case NodeMessage.Changed changed ->
          object
              .put(TYPE, "changed")
              .put(REVISION, changed.revision())
              .put(THERE, routes(changed.there()))
              .put("gone", new JsonArray(List.copyOf(changed.gone())));
      case NodeMessage.AskAll ignored -> object.put(TYPE, "ask_all");
      case NodeMessage.All all ->
          object
              .put(TYPE, "all")
              .put(REVISION, all.revision())
              .put("part", all.part())
              .put("parts", all.parts())
              .put(THERE, routes(all.routes()));
      case NodeMessage.Left ignored -> object.put(TYPE, "left");
      case NodeMessage.Unreadable ignored -> object;
    };
  }

  private static JsonArray routes(List<Route> routes) {
    JsonArray all = new JsonArray();
    for (Route each : routes) {
      all.add(
          new JsonArray()
              .add(each.robotId())
              .add(each.address())
              .add(each.epoch().boot())
              .add(each.epoch().counter())
              .add(each.startId())
              .add(each.standby())
              .add(each.older())
              .add(each.quiet()));
    }
    return all;
  }

  /** Never throws: what can't be read is said to be so, and the receiver counts it. */
  @Override
  public NodeMessage decodeFromWire(int position, Buffer in) {
    try {
      return message(new JsonObject(in.getBuffer(position, in.length())));
    } catch (DecodeException
        | ClassCastException
        | NullPointerException // a field that is missing
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      return new NodeMessage.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static NodeMessage message(JsonObject object) {
    String node = object.getString(NODE);
    return switch (object.getString(TYPE)) {
      case "alive" ->
          new NodeMessage.Alive(
              node,
              object.getInteger("version"),
              object.getInteger("loops"),
              object.getBoolean("cut"),
              object.getLong(REVISION),
              object.getLong("digest"));
      case "changed" ->
          new NodeMessage.Changed(
              node,
              object.getLong(REVISION),
              routes(object.getJsonArray(THERE)),
              texts(object.getJsonArray("gone")));
      case "ask_all" -> new NodeMessage.AskAll(node);
      case "all" ->
          new NodeMessage.All(
              node,
              object.getLong(REVISION),
              object.getInteger("part"),
              object.getInteger("parts"),
              routes(object.getJsonArray(THERE)));
      case "left" -> new NodeMessage.Left(node);
      default -> new NodeMessage.Unreadable("unknown type");
    };
  }

  private static List<Route> routes(JsonArray all) {
    List<Route> routes = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      JsonArray one = all.getJsonArray(i);
      routes.add(
          new Route(
              one.getString(0),
              one.getString(1),
              new Numbered(one.getLong(2), one.getLong(3)),
              one.getLong(4),
              one.getBoolean(5),
              one.getBoolean(6),
              one.getBoolean(7)));
    }
    return routes;
  }

  private static Set<String> texts(JsonArray all) {
    Set<String> texts = new TreeSet<>();
    for (int i = 0; i < all.size(); i++) {
      texts.add(all.getString(i));
    }
    return texts;
  }

  @Override
  public NodeMessage transform(NodeMessage message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
