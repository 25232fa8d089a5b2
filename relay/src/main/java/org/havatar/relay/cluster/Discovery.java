package org.havatar.relay.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.AbstractDiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells Hazelcast at every try to join, and at every look for a split cluster, where to try. */
final class Discovery implements DiscoveryStrategyFactory {
  private final AddressBook book;

  Discovery(AddressBook book) {
    this.book = book;
  }

  @Override
  public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
    return Strategy.class;
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface wants it
  public DiscoveryStrategy newDiscoveryStrategy(
      @Nullable DiscoveryNode node, ILogger logger, Map<String, Comparable> properties) {
    return new Strategy(logger, properties, book);
  }

  @Override
  public Collection<PropertyDefinition> getConfigurationProperties() {
    return List.of();
  }

  @SuppressWarnings("rawtypes") // the interface wants it
  private static final class Strategy extends AbstractDiscoveryStrategy {
    private final AddressBook book;

    Strategy(ILogger logger, Map<String, Comparable> properties, AddressBook book) {
      super(logger, properties);
      this.book = book;
    }

    @Override
    public Iterable<DiscoveryNode> discoverNodes() {
      List<DiscoveryNode> nodes = new ArrayList<>();
      for (InetSocketAddress each : book.addresses()) {
        nodes.add(new SimpleDiscoveryNode(new Address(each)));
      }
      return nodes;
    }
  }
}
