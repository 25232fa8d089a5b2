package org.havatar.bridge;

import java.net.URI;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Dialer;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.KeyStored;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RotateKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way to the relay: dials one of its addresses, says hello, watches that the node echoes our
 * stamps, and dials again when it doesn't (PROTOCOL.md §6). On the event loop; nothing here waits.
 */
final class Uplink implements Entrance {
  /** A node leaves in 5 s; one that said goodbye and stays is left. */
  static final int LEAVING_LIMIT_MS = 5000;

  static final int WELCOME_LIMIT_MS = 3000;
  static final int HELLOS_MAX = 3;

  /** Characters of a text (PROTOCOL.md §5). */
  private static final int MOST_TOLD = 200;

  private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);

  enum State {
    WAITING,
    DIALING,
    GREETING,
    UP,
    CLOSED
  }

  /**
   * @param addresses of nodes, tried in turn
   * @param keys the robot's
   */
  record Options(List<URI> addresses, KeyChain keys) {
    Options {
      addresses = List.copyOf(addresses);
    }
  }

  /** The outer world of an uplink. */
  record Surroundings(Dialer dialer, LongSupplier clock, RandomGenerator random, Drops drops) {}

  /** What an uplink asks of the pair that it is half of, and tells it. */
  interface Pair {
    /** An uplink without another one. */
    Pair ALONE =
        new Pair() {
          @Override
          public boolean isPrimary(Uplink uplink) {
            return true;
          }

          @Override
          public boolean mayDial(Uplink uplink, long nowMs) {
            return true;
          }

          @Override
          public @Nullable URI taken(Uplink uplink) {
            return null;
          }

          @Override
          public boolean isDoubled(Uplink uplink, String node) {
            return false;
          }

          @Override
          public void onDoubled(Uplink uplink) {}

          @Override
          public void onChanged(Uplink uplink, boolean wasUp) {}
        };

    boolean isPrimary(Uplink uplink);

    boolean mayDial(Uplink uplink, long nowMs);

    /** The address that the other one has, or tries. */
    @Nullable URI taken(Uplink uplink);

    /** True when the other one leads to that node already. */
    boolean isDoubled(Uplink uplink, String node);

    /** It led to the other's node and was closed. */
    void onDoubled(Uplink uplink);

    /** It is up now, leaves, or is gone. */
    void onChanged(Uplink uplink, boolean wasUp);
  }

  private final Surroundings around;
  private final EntranceListener listener;
  private final Pair pair;
  private final DialPlan plan;
  private final Heartbeat heartbeat = new Heartbeat();

  private Options options;
  private State state = State.WAITING;
  private long dueAtMs;
  private int hellos;
  private int retryMs;
  private boolean leaving;
  private String node = "";

  private boolean awaitsBoot;
  private @Nullable Attempt attempt;
  private String lastTrouble = "";

  Uplink(Options options, Surroundings around, EntranceListener listener) {
    this(options, around, listener, Pair.ALONE);
  }

  Uplink(Options options, Surroundings around, EntranceListener listener, Pair pair) {
    this.options = options;
    this.around = around;
    this.listener = listener;
    this.pair = pair;
    this.plan = new DialPlan(options.addresses, around.random);
    this.dueAtMs = around.clock.getAsLong();
  }

  /** Goes by other addresses from the next dial on. */
  void follow(Options newOptions) {
    options = newOptions;
    plan.follow(newOptions.addresses);
  }

  @Override
  public boolean isUp() {
    return state == State.UP;
  }

  @Override
  public boolean isLeaving() {
    return leaving;
  }

  @Override
  public boolean isPrimary() {
    return pair.isPrimary(this);
  }

  State state() {
    return state;
  }

  /** The node that it leads to; empty while it isn't up. */
  String node() {
    return state == State.UP ? node : "";
  }

  /** The address that it has, or tries; null while it waits. */
  @Nullable URI address() {
    Attempt now = attempt;
    return now == null ? null : now.uri;
  }

  /** As {@link Heartbeat#isQuick}. */
  boolean beatsQuickly() {
    return heartbeat.isQuick();
  }

  /** As {@link Heartbeat#echoedMs}. */
  long echoedMs() {
    return heartbeat.echoedMs();
  }

  /** Offers a message; dropped when the uplink isn't up or takes no setpoints now. */
  @Override
  public void send(Message message) {
    Attempt now = attempt;
    if (state == State.UP && now != null && now.offer(message) == Link.Offer.FULL) {
      around.drops.count(Reason.LINK_FULL);
    }
  }

  @Override
  public void onTick(long nowMs) {
    switch (state) {
      case WAITING -> {
        if (nowMs - dueAtMs >= 0 && pair.mayDial(this, nowMs)) {
          dial(nowMs);
        }
      }
      case DIALING, GREETING -> {
        if (nowMs - dueAtMs >= 0) {
          fail(state == State.DIALING ? "no connection in time" : "no welcome in time");
        }
      }
      case UP -> beat(nowMs);
      case CLOSED -> {}
    }
  }

  @Override
  public void onHeldUp(long nowMs) {
    heartbeat.forgive(nowMs);
  }

  private void beat(long nowMs) {
    if (leaving && nowMs - dueAtMs >= 0) {
      fail("the node said goodbye and stays");
      return;
    }
    heartbeat.onDriven(listener.isDriven(), nowMs);
    if (!heartbeat.isAlive(nowMs)) {
      fail("the node doesn't echo our stamps");
      return;
    }
    Message ping = heartbeat.pingDue(nowMs);
    if (ping != null) {
      send(ping);
    }
  }

  private void dial(long nowMs) {
    URI uri = plan.addressBut(pair.taken(this));
    Attempt next = new Attempt(uri, options.keys.current());
    state = State.DIALING;
    attempt = next;
    dueAtMs = nowMs + plan.limitMs();
    hellos = 0;
    retryMs = 0;
    try {
      around.dialer.dial(uri, next.key, next, next::onDialFailed);
    } catch (RuntimeException e) {
      next.onDialFailed(new Dialer.Failure(e.toString(), false));
    }
  }

  /** A higher boot number was taken: after this node's word, another's, or the board's. */
  @Override
  public void onBootChanged() {
    switch (state) {
      case GREETING, UP -> {
        if (awaitsBoot) {
          hello();
        } else {
          fail("the boot number changed");
        }
      }
      case WAITING, DIALING, CLOSED -> {}
    }
  }

  private void hello() {
    Attempt now = attempt;
    if (now == null) {
      return;
    }
    awaitsBoot = false;
    hellos++;
    if (hellos > HELLOS_MAX) {
      fail("the node refuses every boot number; does another device use this robot id?");
      return;
    }
    now.offer(listener.hello(!isPrimary()));
  }

  /** Gives this connection up and dials again later. */
  private void fail(String trouble) {
    giveUp(trouble, CloseCode.SILENT);
  }

  private void giveUp(String trouble, CloseCode code) {
    Attempt now = attempt;
    if (now != null) {
      end(now.uri, trouble);
      now.close(code);
    }
  }

  private void end(URI tried, String trouble) {
    boolean wasUp = state == State.UP;
    attempt = null;
    state = State.WAITING;
    dueAtMs = around.clock.getAsLong() + waitMs(wasUp);
    leaving = false;
    if (wasUp) {
      LOG.atInfo().addKeyValue("node", tried).log("uplink down: {}", trouble);
    } else if (!trouble.equals(lastTrouble)) {
      LOG.atWarn()
          .addKeyValue("node", tried)
          .log("uplink: {}; trying again until it works", trouble);
    }
    lastTrouble = trouble;
    pair.onChanged(this, wasUp);
  }

  /** Two ways to one node are no more than one: another address is tried, without a word. */
  private void endDoubled() {
    Attempt now = attempt;
    attempt = null;
    state = State.WAITING;
    dueAtMs = around.clock.getAsLong() + plan.afterFailure(0);
    if (now != null) {
      now.close(CloseCode.NORMAL);
    }
    pair.onDoubled(this);
  }

  private int waitMs(boolean wasUp) {
    if (leaving) {
      return plan.afterGoodbye(retryMs);
    }
    return wasUp ? plan.afterLoss(retryMs) : plan.afterFailure(retryMs);
  }

  /** With another address the robot goes there now; else it stays for what is still to be told. */
  private void onLeaving(int nodesRetryMs) {
    retryMs = nodesRetryMs;
    if (state != State.UP || leaving) {
      return;
    }
    leaving = true;
    dueAtMs = around.clock.getAsLong() + LEAVING_LIMIT_MS;
    pair.onChanged(this, true);
    listener.onLeaving(this);
    if (plan.hasOthers()) {
      giveUp("it goes away", CloseCode.NORMAL);
    }
  }

  @Override
  public void close() {
    Attempt now = attempt;
    attempt = null;
    state = State.CLOSED;
    if (now != null) {
      now.close(CloseCode.GOING_AWAY);
    }
  }

  /** One connection; a late word from an earlier one changes nothing. */
  private final class Attempt implements Acceptor.Opener, LinkListener {
    private final URI uri;
    private final UplinkInbox inbox = new UplinkInbox(listener, around.drops);
    private final String key;
    private @Nullable Link link;

    Attempt(URI uri, String key) {
      this.uri = uri;
      this.key = key;
    }

    private boolean isCurrent() {
      return attempt == this;
    }

    @Override
    public LinkListener open(Link opened) {
      link = opened;
      if (!isCurrent()) {
        opened.close(CloseCode.NORMAL);
        return this;
      }
      state = State.GREETING;
      dueAtMs = around.clock.getAsLong() + WELCOME_LIMIT_MS;
      hello();
      return this;
    }

    void onDialFailed(Dialer.Failure failure) {
      if (!isCurrent()) {
        return;
      }
      if (failure.isProofRefused()) {
        options.keys.onRefused(key);
      }
      end(uri, failure.sentence());
    }

    private void onRotateKey(RotateKey fresh) {
      options.keys.onFresh(
          fresh,
          key,
          () -> offer(new KeyStored(fresh.keyId())),
          why -> offer(new ErrorReport(Codes.KEY_NOT_STORED, shortened(why), fresh.keyId(), null)));
    }

    private static String shortened(String why) {
      return why.substring(0, Math.min(why.length(), MOST_TOLD));
    }

    Link.Offer offer(Message message) {
      return link == null ? Link.Offer.CLOSED : link.offer(message);
    }

    void close(CloseCode code) {
      if (link != null) {
        link.close(code);
      }
    }

    @Override
    public void onMessage(Message message) {
      if (!isCurrent()) {
        return;
      }
      long nowMs = around.clock.getAsLong();
      switch (inbox.read(message, Uplink.this, state == State.UP)) {
        case UplinkInbox.Heard.Nothing nothing -> {}
        case UplinkInbox.Heard.Answer answer -> offer(answer.message());
        case UplinkInbox.Heard.Welcomed welcomed -> onWelcome(nowMs, welcomed);
        case UplinkInbox.Heard.Outnumbered outnumbered -> {
          awaitsBoot = true;
          listener.onBootConflict(outnumbered.highest());
        }
        case UplinkInbox.Heard.Echo echo -> {
          heartbeat.onPong(echo.pong(), nowMs);
          plan.onEcho();
        }
        case UplinkInbox.Heard.FreshKey handed -> onRotateKey(handed.fresh());
        case UplinkInbox.Heard.Leaving goodbye -> onLeaving(goodbye.retryMs());
        case UplinkInbox.Heard.Unusable unusable -> fail(unusable.why());
      }
    }

    private void onWelcome(long nowMs, UplinkInbox.Heard.Welcomed welcomed) {
      options.keys.onAccepted(key);
      if (pair.isDoubled(Uplink.this, welcomed.node())) {
        endDoubled();
        return;
      }
      state = State.UP;
      node = welcomed.node();
      LOG.atInfo()
          .addKeyValue("node", uri)
          .addKeyValue("session", welcomed.session())
          .log("uplink up");
      heartbeat.restart(nowMs);
      listener.onUp(Uplink.this);
      pair.onChanged(Uplink.this, false);
      beat(nowMs);
    }

    @Override
    public void onClosed(CloseCode code) {
      if (!isCurrent()) {
        return;
      }
      if (state == State.GREETING && !isPrimary() && code == CloseCode.REPLACED) {
        endDoubled(); // the node has the primary already
      } else {
        end(uri, code.text());
      }
    }
  }
}
