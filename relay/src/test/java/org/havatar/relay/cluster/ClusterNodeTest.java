package org.havatar.relay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.config.Cluster;
import org.havatar.relay.config.Cluster.Member;
import org.havatar.relay.config.ClusterFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes of one process, with real sockets. */
final class ClusterNodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HOST = "127.0.0.1";

  private final Path directory;
  private final List<Vertx> running = new ArrayList<>();
  private final int[] ports = {freePort(), freePort(), freePort()};

  ClusterNodeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void endAll() {
    running.forEach(vertx -> get(vertx.close()));
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Cluster cluster(int index, String authority) throws IOException {
    List<Member> members = new ArrayList<>();
    for (int port : ports) {
      members.add(new Member(HOST, port, false));
    }
    return new Cluster(
        members,
        HOST,
        ports[index],
        freePort(),
        ClusterFiles.make(directory.resolve(authority), "node-" + index));
  }

  private ClusterNode prepare(Cluster cluster, String store, int protocol, boolean filtered) {
    AddressBook book =
        new AddressBook(cluster.members(), name -> List.of(InetAddress.getByName(name)));
    return ClusterNode.prepare(cluster, store, protocol, book, filtered);
  }

  private ClusterNode started(ClusterNode node) {
    running.add(
        get(
            node.join(
                VertxBootstrap.create()
                    .options(node.connect(new VertxOptions().setEventLoopPoolSize(1))),
                InstantSource.system())));
    return node;
  }

  private ClusterNode start(int index) throws IOException {
    return started(prepare(cluster(index, "authority"), "store", 1, true));
  }

  private static void until(Callable<Boolean> met) {
    Awaitility.await().atMost(PATIENCE).until(met);
  }

  @Test
  void nodesFindEachOtherTalkOverTlsAndNoticeWhoLeaves() throws Exception {
    ClusterNode first = start(0);
    List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
    first.onChange(
        new Members.Listener() {
          @Override
          public void joined(Peer peer) {
            heard.add("+" + peer.id() + " " + peer.name());
          }

          @Override
          public void left(String id) {
            heard.add("-" + id);
          }
        });
    ClusterNode second = start(1);
    until(() -> first.others().equals(java.util.Set.of(second.self())));
    assertThat(second.others()).containsExactly(first.self());
    running
        .get(0)
        .eventBus()
        .<String>consumer("greeting", message -> message.reply("hello " + message.body()));
    until(
        () ->
            get(
                running
                    .get(1)
                    .eventBus()
                    .<String>request("greeting", "you")
                    .map(reply -> reply.body().equals("hello you"))
                    .otherwise(false)));
    get(running.remove(1).close());
    until(() -> first.others().isEmpty());
    assertThat(heard).containsExactly("+" + second.self() + " node-1", "-" + second.self());
  }

  @Test
  void whoSharesNoStoreIsRefusedAndTheOthersGoOn() throws Exception {
    ClusterNode first = start(0);
    ClusterNode stranger = prepare(cluster(1, "authority"), "another", 1, true);
    assertThatThrownBy(() -> started(stranger))
        .isInstanceOf(Unavailable.class)
        .hasMessageStartingWith("This node doesn't share its Redis with node-0");
    assertThat(first.others()).isEmpty();
    until(() -> first.instance().getCluster().getMembers().size() == 1);
  }

  @Test
  void whoIsOfAnotherAuthorityOrTwoVersionsAwayIsRefused() throws Exception {
    start(0);
    ClusterNode other = prepare(cluster(1, "other"), "store", 1, true);
    assertThatThrownBy(() -> started(other))
        .hasMessageStartingWith("This node's certificate is of another authority");
    ClusterNode newer = prepare(cluster(1, "second"), "store", 3, true);
    assertThatThrownBy(() -> started(newer)).isInstanceOf(Unavailable.class);
  }

  @Test
  void itListensOnItsOwnAddressAndToMembersOnly() throws Exception {
    start(0);
    assertThatThrownBy(() -> new Socket("127.0.0.2", ports[0]).close())
        .isInstanceOf(IOException.class);
    ClientConfig config = new ClientConfig().setClusterName(HazelcastSettings.CLUSTER_NAME);
    config.getNetworkConfig().addAddress(HOST + ":" + ports[0]);
    config
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(2000);
    assertThatThrownBy(() -> HazelcastClient.newHazelcastClient(config).shutdown())
        .isInstanceOf(IllegalStateException.class);
  }

  /** Whether the bus goes on listening to who shows that; null: no certificate. */
  private static boolean isLetIn(Cluster to, Cluster.@Nullable Identity shown) throws Exception {
    SSLContext tls = ClusterFiles.clientOf(to.identity(), shown);
    try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(HOST, to.busPort())) {
      socket.setSoTimeout(2000);
      socket.startHandshake();
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aStrangerWithoutACertificateOfTheAuthorityIsRefusedOnTheBus() throws Exception {
    Cluster cluster = cluster(0, "authority");
    started(prepare(cluster, "store", 1, true));
    assertThat(isLetIn(cluster, null)).isFalse();
    assertThat(isLetIn(cluster, ClusterFiles.make(directory.resolve("foreign"), "x"))).isFalse();
    assertThat(isLetIn(cluster, cluster.identity())).isTrue();
  }

  private static Stream<Callable<Integer>> gadgets() {
    return Stream.of(new Gadget.Javas(), new Gadget.Hazelcasts());
  }

  /** The stranger is a member without any filter: nothing keeps it from the port. */
  private int effectsOf(Callable<Integer> gadget, boolean filtered) throws Exception {
    ClusterNode node = started(prepare(cluster(0, "authority"), "store", 1, filtered));
    ClusterNode stranger = started(prepare(cluster(1, "authority"), "store", 1, false));
    HazelcastInstance sender = stranger.instance();
    var target =
        sender.getCluster().getMembers().stream()
            .filter(each -> !each.localMember())
            .findFirst()
            .orElseThrow();
    Gadget.EFFECTS.set(0);
    try {
      sender.getExecutorService("x").submitToMember(gadget, target).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(filtered).as(e.toString()).isTrue();
      // Java's are refused by Hazelcast's own filter, before a class is looked for.
      assertThat(node.refusedClasses()).isEqualTo(gadget instanceof Gadget.Hazelcasts ? 1 : 0);
    }
    return Gadget.EFFECTS.get();
  }

  @ParameterizedTest
  @MethodSource("gadgets")
  void aPlantedObjectHasNoEffect(Callable<Integer> gadget) throws Exception {
    assertThat(effectsOf(gadget, true)).isZero();
  }

  @ParameterizedTest
  @MethodSource("gadgets")
  void withoutTheFilterItHasOne(Callable<Integer> gadget) throws Exception {
    assertThat(effectsOf(gadget, false)).isPositive();
  }
}
