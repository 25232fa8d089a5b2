package org.havatar.relay.session.older;

import org.havatar.relay.session.Adapter;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * Makes the session of a link that has just opened. Who named the protocol in the handshake is
 * never taken for an older peer (PROTOCOL.md §11).
 */
public final class Reception {
  private final Sessions sessions;
  private final LoopContext context;

  public Reception(Sessions sessions, LoopContext context) {
    this.sessions = sessions;
    this.context = context;
  }

  /**
   * For a client.
   *
   * @param wantedRobot the robot named at the handshake, or null
   */
  public Session openClient(Account account, @Nullable String wantedRobot, Link link) {
    if (link.info().named()) {
      return sessions.openClient(account, wantedRobot, link);
    }
    OlderClient.Peer peer = new OlderClient.Peer(account, wantedRobot);
    return adopted(
        new UndecidedClient(new Opening(sessions, context, link), peer, sessions.nowMs()));
  }

  public Session openRobot(RobotKeys.Proof proof, Link link) {
    return link.info().named()
        ? sessions.openRobot(proof, link)
        : adopted(
            new UndecidedRobot(new Opening(sessions, context, link), proof, sessions.nowMs()));
  }

  private Session adopted(Adapter adapter) {
    sessions.adopt(adapter);
    return adapter;
  }
}
