package org.havatar.relay.node;

import org.havatar.relay.node.HandshakeAuthorizer.SessionOpener;
import org.havatar.transports.link.Acceptor.Opener;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.wire.Message;

/** A socket that counts for its address until it is closed. */
final class CountedSocket implements LinkListener {
  private final LinkListener session;
  private final Runnable giveBack;

  private CountedSocket(LinkListener session, Runnable giveBack) {
    this.session = session;
    this.giveBack = giveBack;
  }

  /**
   * The opener of a socket that was counted.
   *
   * @param giveBack ends the count
   */
  static Opener opener(SessionOpener sessions, Runnable giveBack) {
    return new Opener() {
      @Override
      public LinkListener open(Link link) {
        return new CountedSocket(sessions.open(link), giveBack);
      }

      @Override
      public void missed() {
        giveBack.run();
      }
    };
  }

  @Override
  public void onMessage(Message message) {
    session.onMessage(message);
  }

  @Override
  public void onWritable() {
    session.onWritable();
  }

  @Override
  public void onProbed(long token) {
    session.onProbed(token);
  }

  @Override
  public void onClosed(CloseCode code) {
    giveBack.run();
    session.onClosed(code);
  }
}
