package org.havatar.relay.access.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.FakeClocks;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.access.robots.Audience;
import org.havatar.relay.access.robots.Grant;
import org.havatar.relay.access.robots.GrantRole;
import org.havatar.relay.access.robots.Keyring;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.Sharing;
import org.havatar.relay.access.robots.SomeRobot;
import org.havatar.relay.store.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErasuresTest {
  private static final Actor ROOT = new Actor("root", "192.0.2.9");

  private final FakeClocks clocks = new FakeClocks();
  private final List<String> traced = new ArrayList<>();
  private final Store store;
  private String failing = "";

  ErasuresTest(@TempDir Path directory) {
    store = EmbeddedStore.open(directory.resolve("store"), System::nanoTime);
    Answers.of(store.accounts().add(account("root", true), Actor.OPERATOR, 1));
    Answers.of(store.accounts().add(account("ben", false), Actor.OPERATOR, 1));
    Grant grant = new Grant("ben", GrantRole.DRIVER, 1, "root", Grant.FOREVER, "");
    RobotAcl reach = new RobotAcl("root", Audience.GRANTED, false, Map.of("ben", grant), List.of());
    Keyring keys =
        new Keyring(
            1,
            Optional.of(new Keyring.Key("k", "00", 1, 0)),
            Optional.empty(),
            Optional.empty(),
            new Keyring.Upkeep(false, 0, 0, 0, true, ""));
    RobotEntry tank =
        new RobotEntry(SomeRobot.of("tank-1", "Tank", "tank"), RobotDetails.NONE, reach);
    Answers.of(store.robots().add(tank, keys, Actor.OPERATOR, 1));
  }

  private static Account account(String name, boolean administrator) {
    return new Account(new User(name, name, administrator), "hash");
  }

  @AfterEach
  void close() {
    Answers.of(store.close());
  }

  /** That part, whose method {@link #failing} fails as if the node died just before it. */
  private <T> T part(Class<T> port, T part) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              if ((port.getSimpleName() + "." + method.getName()).equals(failing)) {
                return Future.failedFuture(new Unavailable("crashed"));
              }
              try {
                return method.invoke(part, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private Erasures erasures() {
    Store broken =
        (Store)
            Proxy.newProxyInstance(
                Store.class.getClassLoader(),
                new Class<?>[] {Store.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "accounts" ->
                          part(
                              org.havatar.relay.access.identity.AccountStore.class,
                              store.accounts());
                      case "bookings" ->
                          part(
                              org.havatar.relay.access.bookings.BookingStore.class,
                              store.bookings());
                      case "robots" ->
                          part(org.havatar.relay.access.robots.RobotStore.class, store.robots());
                      case "audit" ->
                          part(org.havatar.relay.access.audit.AuditStore.class, store.audit());
                      default -> method.invoke(store, arguments);
                    });
    Traces traces =
        (account, pseudonym) -> {
          if (failing.equals("Traces.erase")) {
            return Future.failedFuture(new Unavailable("crashed"));
          }
          traced.add(account + " " + pseudonym);
          return Future.succeededFuture(1L);
        };
    return new Erasures(
        new Erasures.Stores(broken.accounts(), broken.robots(), broken.bookings(), broken.audit()),
        new Sharing(broken.robots(), broken.accounts(), clocks.clocks().wall()),
        clocks.clocks().wall(),
        traces);
  }

  private String log() {
    return Answers.of(store.audit().entries("", 100)).stream()
        .map(Kept::entry)
        .map(String::valueOf)
        .toList()
        .toString();
  }

  private void assertForgotten() {
    assertThat(Answers.of(store.accounts().account("ben"))).isEmpty();
    assertThat(Answers.of(store.robots().robot("tank-1")).orElseThrow().reach().grants()).isEmpty();
    assertThat(log()).doesNotContain("ben").contains("account.remove");
    assertThat(traced.stream().distinct()).singleElement().asString().startsWith("ben (erased-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BookingStore.forget",
        "RobotStore.change",
        "Traces.erase",
        "AuditStore.revise",
        "AccountStore.remove"
      })
  void aCrashBeforeAnyStepLeavesTheAccountClosedAndIsGoneOnWith(String step) {
    failing = step;
    Future<ErasureOutcome> begun = erasures().erase("ben", ROOT);
    assertThat(Answers.failureOf(begun)).isInstanceOf(Unavailable.class);
    Account left = Answers.of(store.accounts().account("ben")).orElseThrow();
    assertThat(left.disabled()).isTrue();
    assertThat(left.isBeingErased()).isTrue();
    failing = "";
    assertThat(Answers.of(erasures().finish())).isEqualTo(1);
    assertForgotten();
    assertThat(Answers.of(erasures().finish())).isZero();
  }

  @Test
  void whatWasBegunCanBeAskedForAgainAndKeepsItsPseudonym() {
    failing = "AccountStore.remove";
    assertThat(Answers.failureOf(erasures().erase("ben", ROOT))).isInstanceOf(Unavailable.class);
    failing = "";
    assertThat(Answers.of(erasures().erase("ben", ROOT))).isEqualTo(new ErasureOutcome.Erased());
    assertForgotten();
  }

  @Test
  void theLastAdministratorStays() {
    assertThat(Answers.of(erasures().erase("root", ROOT)))
        .isEqualTo(new ErasureOutcome.OwnsRobots(List.of("tank-1")));
    Answers.of(store.robots().remove("tank-1", ROOT, 2));
    assertThat(Answers.of(erasures().erase("root", ROOT)))
        .isEqualTo(new ErasureOutcome.LastAdministrator());
    assertThat(Answers.of(store.accounts().account("root")).orElseThrow().disabled()).isFalse();
  }
}
