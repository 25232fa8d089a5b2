package org.havatar.relay.session.client;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.havatar.relay.session.port.Accounts;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Accounts.RobotName;

/**
 * Keeps one client's list of robots as the accounts know it: asked for as a whole once, then robot
 * by robot as they change.
 */
final class RobotListFeed {
  /** Hears that the list may be another one. */
  interface Listener {
    /** The whole list is asked for. */
    void onAsking();

    /** The ids that were in it, and those that are. */
    void onListed(Set<String> before, Set<String> after, long nowMs);
  }

  private final Accounts accounts;
  private final Account account;
  private final RobotList list;
  private final Listener listener;
  private boolean isAsking;
  private boolean isAskedAgain;
  private boolean isClosed;

  RobotListFeed(Accounts accounts, Account account, RobotList list, Listener listener) {
    this.accounts = accounts;
    this.account = account;
    this.list = list;
    this.listener = listener;
  }

  /** Asks for all of it; what is on its way may be older than the reason to ask. */
  void ask(long nowMs) {
    isAskedAgain = isAsking;
    if (!isAsking) {
      isAsking = true;
      listener.onAsking();
      accounts.robots(account, names -> onAll(names, nowMs));
    }
  }

  private void onAll(Optional<List<RobotName>> names, long nowMs) {
    isAsking = false;
    if (isClosed) {
      return;
    }
    change(() -> list.onNames(names, nowMs), nowMs);
    if (isAskedAgain) {
      ask(nowMs);
    }
  }

  /** That robot's entry has changed. */
  void askAbout(String robotId, long nowMs) {
    if (isAsking || !list.isWhole()) {
      ask(nowMs);
      return;
    }
    accounts.robot(
        account,
        robotId,
        answer -> {
          if (isClosed || answer.isEmpty()) {
            return; // without an answer the client keeps what it knows
          }
          if (isAsking) {
            isAskedAgain = true; // the whole may be older than this
          }
          change(() -> list.onName(robotId, answer.get(), nowMs), nowMs);
        });
  }

  private void change(Runnable change, long nowMs) {
    Set<String> before = list.ids();
    change.run();
    listener.onListed(before, list.ids(), nowMs);
  }

  /** The connection is gone: late answers mean nothing. */
  void close() {
    isClosed = true;
  }
}
