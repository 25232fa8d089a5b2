package example.toy;

import java.util.OptionalInt;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Transport;
import org.havatar.transports.server.TransportFactory;
import org.havatar.transports.server.TransportSite;

/** Named in META-INF/services. */
public final class ToyFactory implements TransportFactory {
  @Override
  public String name() {
    return "toy";
  }

  @Override
  public OptionalInt usualPort(int httpPort) {
    return OptionalInt.of(7007);
  }

  @Override
  public Transport create(TransportSite site, Acceptor acceptor) {
    return new ToyTransport(site, acceptor);
  }
}
