package org.havatar.relay.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import java.util.Map;
import org.havatar.relay.config.Cluster;

/** Hazelcast's settings: members that are named, on one address, and nothing else that it can. */
final class HazelcastSettings {
  /** Of all clusters; {@link Standing} tells them apart, in words. */
  static final String CLUSTER_NAME = "havatar";

  private static final String ID = "havatar.id";
  private static final String NAME = "havatar.name";
  private static final String BUS = "havatar.bus";
  private static final String STORE = "havatar.store";
  private static final String AUTHORITY = "havatar.authority";
  private static final String PROTOCOL = "havatar.protocol";

  /**
   * Java's name of an array begins so. A member answers "ask again" by an exception, which holds an
   * array of its trace's lines; who can't read that waits for the answer until its time is up.
   */
  private static final String ARRAY_OF = "[L";

  /**
   * What was tried under {@code kill -9} and frozen nodes. Nothing that drives waits for any of it:
   * nodes have heartbeats of their own.
   */
  private static final Map<String, String> TUNED =
      Map.ofEntries(
          // Dead after 5 s: sooner a busy machine's pause would split the cluster.
          Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
          Map.entry("hazelcast.max.no.heartbeat.seconds", "5"),
          Map.entry("hazelcast.mastership.claim.timeout.seconds", "5"),
          // A connection that was refused once is a process that ended.
          Map.entry("hazelcast.connection.monitor.interval", "50"),
          Map.entry("hazelcast.connection.monitor.max.faults", "1"),
          // What waits for a dead member gives up before people do (120 s by default).
          Map.entry("hazelcast.invocation.retry.pause.millis", "50"),
          Map.entry("hazelcast.operation.call.timeout.millis", "5000"),
          Map.entry("hazelcast.operation.backup.timeout.millis", "500"),
          // Those who started apart find each other in seconds (300 and 120 by default).
          Map.entry("hazelcast.wait.seconds.before.join", "1"),
          Map.entry("hazelcast.max.wait.seconds.before.join", "3"),
          Map.entry("hazelcast.max.join.seconds", "15"),
          Map.entry("hazelcast.merge.first.run.delay.seconds", "5"),
          Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
          Map.entry("hazelcast.socket.connect.timeout.seconds", "1"));

  /** What it does unless it is told not to. */
  private static final Map<String, String> CLOSED =
      Map.ofEntries(
          Map.entry("hazelcast.phone.home.enabled", "false"),
          Map.entry("hazelcast.socket.bind.any", "false"),
          Map.entry("hazelcast.socket.server.bind.any", "false"),
          Map.entry("hazelcast.socket.client.bind.any", "false"),
          Map.entry("hazelcast.discovery.enabled", "true"), // the members that are named
          Map.entry("hazelcast.jmx", "false"),
          Map.entry("hazelcast.metrics.mc.enabled", "false"),
          Map.entry("hazelcast.metrics.jmx.enabled", "false"),
          Map.entry("hazelcast.logging.type", "slf4j"),
          Map.entry("hazelcast.logging.emoji.enabled", "false"),
          // The relay leaves in its own order, and in 5 s.
          Map.entry("hazelcast.shutdownhook.enabled", "false"),
          Map.entry("hazelcast.graceful.shutdown.max.wait", "2"));

  private HazelcastSettings() {}

  static Config of(Cluster cluster, Standing self, AddressBook book, AllowedClasses classes) {
    Config config = new Config();
    config.setClusterName(CLUSTER_NAME).setInstanceName("havatar-" + self.id());
    config.setClassLoader(classes);
    TUNED.forEach(config::setProperty);
    CLOSED.forEach(config::setProperty);
    config.setAdvancedNetworkConfig(network(cluster, book));
    config.getJetConfig().setEnabled(false).setResourceUploadEnabled(false);
    config.getManagementCenterConfig().setScriptingEnabled(false).setConsoleEnabled(false);
    config.getSerializationConfig().setJavaSerializationFilterConfig(filter());
    config.getIntegrityCheckerConfig().setEnabled(false);
    describe(config, self);
    vertxStructures(config);
    return config;
  }

  private static AdvancedNetworkConfig network(Cluster cluster, AddressBook book) {
    ServerSocketEndpointConfig members = new ServerSocketEndpointConfig();
    members.setPort(cluster.port()).setPortAutoIncrement(false).setPublicAddress(null);
    members.getInterfaces().setEnabled(true).addInterface(cluster.address());
    JoinConfig join = new JoinConfig();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(false);
    join.getDiscoveryConfig()
        .addDiscoveryStrategyConfig(new DiscoveryStrategyConfig(new Discovery(book)));
    AdvancedNetworkConfig network = new AdvancedNetworkConfig();
    network.setEnabled(true).setJoin(join).setMemberEndpointConfig(members);
    // Without them nobody is listened to who isn't a member: no clients, no REST, no memcache.
    network.getEndpointConfigs().keySet().removeIf(each -> !each.equals(EndpointQualifier.MEMBER));
    return network;
  }

  static JavaSerializationFilterConfig filter() {
    ClassFilter allowed = new ClassFilter();
    AllowedClasses.PREFIXES.forEach(each -> allowed.addPrefixes(each, ARRAY_OF + each));
    AllowedClasses.NAMES.forEach(allowed::addClasses);
    ClassFilter refused = new ClassFilter();
    AllowedClasses.EXCEPT.forEach(each -> refused.addPrefixes(each, ARRAY_OF + each));
    return new JavaSerializationFilterConfig()
        .setDefaultsDisabled(true)
        .setWhitelist(allowed)
        .setBlacklist(refused);
  }

  /** As Vert.x wants them (its default-cluster.xml). */
  private static void vertxStructures(Config config) {
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.getMapConfig("__vertx.haInfo").setBackupCount(1);
    config.getMapConfig("__vertx.nodeInfo").setBackupCount(1);
  }

  private static void describe(Config config, Standing self) {
    config
        .getMemberAttributeConfig()
        .setAttribute(ID, self.id())
        .setAttribute(NAME, self.name())
        .setAttribute(BUS, self.bus())
        .setAttribute(STORE, self.store())
        .setAttribute(AUTHORITY, self.authority())
        .setAttribute(PROTOCOL, Integer.toString(self.protocol()));
  }

  /** What a member says of itself; whoever says nothing is refused by every rule. */
  static Standing standing(com.hazelcast.cluster.Member member) {
    Map<String, String> said = member.getAttributes();
    return new Standing(
        said.getOrDefault(ID, "?" + member.getUuid()),
        said.getOrDefault(NAME, "a stranger"),
        said.getOrDefault(BUS, String.valueOf(member.getAddress())),
        said.getOrDefault(STORE, ""),
        said.getOrDefault(AUTHORITY, ""),
        number(said.getOrDefault(PROTOCOL, "")));
  }

  /** Far from every version when it is none. */
  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return Integer.MIN_VALUE;
    }
  }
}
