package org.havatar.ops.kit;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Relays of a site as nodes of one cluster, with the Redis that they share. */
public final class Cluster implements AutoCloseable {
  private static final Duration REDIS_WITHIN = Duration.ofSeconds(20);
  private static final String ADDRESS = "127.0.0.1";

  private final Site site;
  private final int size;
  private final int redisPort = RelayHost.freePort();
  private final List<Integer> ports;
  private final List<Integer> busPorts;
  private final List<@Nullable Program> nodes = new ArrayList<>();
  private Program redis;

  /** With a Redis that has the accounts of the tests, and certificates of all nodes. */
  public Cluster(Site site, int size) {
    this.site = site;
    this.size = size;
    ports = freePorts();
    busPorts = freePorts();
    IntStream.range(0, size).forEach(i -> nodes.add(null));
    redis = startRedis();
    Accounts.get().copyTo(redisUrl(), site.folder());
    IntStream.range(0, size).forEach(this::certify);
  }

  private List<Integer> freePorts() {
    return IntStream.range(0, size).mapToObj(i -> RelayHost.freePort()).toList();
  }

  public String redisUrl() {
    return "redis://" + ADDRESS + ":" + redisPort + "/0";
  }

  private Program startRedis() {
    Program started =
        Program.start(
            "redis",
            List.of(
                "redis-server",
                "--port",
                "" + redisPort,
                "--bind",
                ADDRESS,
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--dir",
                site.folder().toString()),
            site.folder());
    Wait.until("a Redis", REDIS_WITHIN, () -> started.log().contains("Ready to accept"));
    return started;
  }

  private void certify(int node) {
    Program.run(
        List.of(
            Checkout.java(),
            "-jar",
            Checkout.relayJar().toString(),
            "cluster-certificate",
            "--authority",
            authority().toString(),
            "--node",
            name(node)),
        "",
        site.folder());
  }

  /** Where the cluster's authority has its files. */
  public Path authority() {
    return site.folder().resolve("authority");
  }

  private static String name(int node) {
    return "node-" + (node + 1);
  }

  public int busPort(int node) {
    return busPorts.get(node);
  }

  public int port(int node) {
    return ports.get(node);
  }

  public Program redis() {
    return redis;
  }

  /** What makes a relay this node. */
  public String sections(int node) {
    Path files = authority().resolve(name(node));
    return """
        store:
          kind: redis
          redis_url: "%s"
        cluster:
          members: [%s]
          address: "%s"
          port: %d
          bus_port: %d
          certificate: "%s"
          key: "%s"
          authority: "%s"
        """
        .formatted(
            redisUrl(),
            ports.stream().map(port -> "\"" + ADDRESS + ":" + port + "\"").collect(joining(", ")),
            ADDRESS,
            port(node),
            busPort(node),
            files.resolve("certificate.pem"),
            files.resolve("key.pem"),
            files.resolve("authority.pem"));
  }

  /** Starts that node; returns when it is ready. */
  public Program start(int node) {
    Program started = site.relay(node).startWith(sections(node));
    nodes.set(node, started);
    return started;
  }

  /** All nodes, one after the other. */
  public void startAll() {
    IntStream.range(0, size).forEach(this::start);
  }

  public boolean isRunning(int node) {
    Program started = nodes.get(node);
    return started != null && started.isAlive();
  }

  public Program node(int node) {
    Program started = nodes.get(node);
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  @Override
  public void close() {
    for (Program each : nodes) {
      if (each != null) {
        each.close();
      }
    }
    redis.close();
  }
}
