package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.audit.AuditChain;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditRing;
import org.havatar.relay.access.audit.AuditShare;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.audit.AuditStore.Bounds;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.audit.AuditStore.Page;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.junit.jupiter.api.Test;

/** What every engine's audit log does. */
public abstract class AuditContract extends StoreContract {
  protected static final Actor BY_ANA = new Actor("ana", "192.0.2.1");

  protected Documents documents() {
    return ((DocumentStore) store()).documents();
  }

  protected static AuditEntry entry(int number) {
    return new AuditEntry(
        1000 + number,
        number % 2 == 0 ? BY_ANA : Actor.OPERATOR,
        number % 3 == 0 ? "robot.add" : "login.refused",
        "o" + number % 5,
        "ș\n" + number);
  }

  /** The same, of which an account has few a day. */
  protected static AuditEntry spread(int number) {
    AuditEntry entry = entry(number);
    return new AuditEntry(
        number * 600_000L, entry.by(), entry.action(), entry.object(), entry.detail());
  }

  protected List<AuditEntry> append(int from, int to) {
    List<AuditEntry> entries = IntStream.range(from, to).mapToObj(EngineContract::entry).toList();
    entries.forEach(each -> Answers.of(store().audit().append(each)));
    return entries;
  }

  protected List<AuditEntry> found(AuditQuery query) {
    return Answers.of(store().audit().find(query)).entries().stream().map(Kept::entry).toList();
  }

  @Test
  void entriesAreFoundByTimeAccountObjectAndAction() {
    List<AuditEntry> all = append(0, 30);
    assertThat(found(AuditQuery.all("", 100))).isEqualTo(all);
    assertThat(found(new AuditQuery(1010, 1020, "", "", "", "", 100, false)))
        .isEqualTo(all.subList(10, 20));
    assertThat(found(new AuditQuery(0, 9999, "ana", "", "", "", 100, false)))
        .hasSize(15)
        .allMatch(each -> each.by().account().equals("ana"));
    assertThat(found(new AuditQuery(0, 9999, "", "o3", "", "", 100, false)))
        .hasSize(6)
        .allMatch(each -> each.object().equals("o3"));
    assertThat(found(new AuditQuery(0, 9999, "", "", "robot", "", 100, false))).hasSize(10);
    assertThat(found(new AuditQuery(0, 9999, "", "", "robot.add", "", 100, false))).hasSize(10);
    assertThat(found(new AuditQuery(0, 9999, "", "", "robot.ad", "", 100, false))).isEmpty();
  }

  @Test
  void entriesComePageByPageInBothDirections() {
    List<AuditEntry> all = append(0, 23);
    for (boolean newestFirst : new boolean[] {false, true}) {
      List<AuditEntry> seen = new ArrayList<>();
      String after = "";
      List<Kept> page;
      do {
        page =
            Answers.of(
                    store()
                        .audit()
                        .find(new AuditQuery(0, 9999, "", "", "", after, 5, newestFirst)))
                .entries();
        page.forEach(each -> seen.add(each.entry()));
        after = page.isEmpty() ? after : page.get(page.size() - 1).cursor();
      } while (page.size() == 5);
      assertThat(seen).isEqualTo(newestFirst ? all.reversed() : all);
    }
  }

  @Test
  void whatIsRareIsFoundBehindManyOthers() {
    int many = 2 * AuditSearch.PAGE;
    appendMany(many);
    AuditEntry rare = new AuditEntry(many, BY_ANA, "a.b", "rare", "");
    Answers.of(store().audit().append(rare));
    assertThat(found(new AuditQuery(0, 99_999, "", "rare", "", "", 2, false)))
        .containsExactly(rare);
  }

  /** As the log of a busy relay: nobody waits while all of it is looked at. */
  @Test
  void whatConcernsAnAccountOrARobotIsFoundWithoutLookingAtOthers() {
    appendMany(3000);
    AuditEntry told = new AuditEntry(1, BY_ANA, "robot.grant", "r", "driver for ben").naming("ben");
    AuditEntry by = new AuditEntry(2, new Actor("ben", ""), "robot.add", "tank-9", "");
    AuditEntry to = new AuditEntry(3, BY_ANA, "account.reset", "ben", "password");
    AuditEntry robot = new AuditEntry(4, BY_ANA, "robot.change", "ben", "a robot named alike");
    Answers.of(store().audit().append(List.of(told, by, to, robot)));
    appendMany(1000);
    Page page = Answers.of(store().audit().find(AuditQuery.concerning("ben", "", 100)));
    assertThat(page.entries()).extracting(Kept::entry).containsExactly(told, by, to);
    assertThat(page.lookedAt()).isEqualTo(3);
    assertThat(page.next()).isEmpty();
    AuditQuery byBen = new AuditQuery(0, 9999, "ben", "", "", "", 100, true);
    assertThat(Answers.of(store().audit().find(byBen)).lookedAt()).isLessThanOrEqualTo(3);
    AuditQuery ofTank = new AuditQuery(0, 9999, "", "tank-9", "", "", 100, true);
    assertThat(Answers.of(store().audit().find(ofTank)).lookedAt()).isEqualTo(1);
  }

  private void appendMany(int count) {
    for (int from = 0; from < count; from += 500) {
      Answers.of(
          store()
              .audit()
              .append(
                  IntStream.range(from, from + 500)
                      .mapToObj(i -> new AuditEntry(i, Actor.OPERATOR, "a.b", "o", "not ben, " + i))
                      .toList()));
    }
  }

  @Test
  void aSearchOfWhatHasNoIndexLooksAtABoundedNumberAndIsGoneOnWith() {
    AuditEntry rare = new AuditEntry(1, BY_ANA, "rare.thing", "", "");
    Answers.of(store().audit().append(rare));
    appendMany(AuditStore.MOST_LOOKED_AT);
    AuditQuery query = new AuditQuery(0, 99_999, "", "", "rare", "", 5, true);
    Page first = Answers.of(store().audit().find(query));
    assertThat(first.entries()).isEmpty();
    assertThat(first.lookedAt()).isEqualTo(AuditStore.MOST_LOOKED_AT);
    AuditQuery next = new AuditQuery(0, 99_999, "", "", "rare", first.next(), 5, true);
    assertThat(found(next)).containsExactly(rare);
  }

  /** Whatever goes through what is kept states so, and fails on an event loop. */
  @Test
  void nothingThatGrowsWithWhatIsKeptRunsOnAnEventLoop() {
    Answers.of(store().accounts().add(new Account(new User("ana", "Ana", true), "h"), BY_ANA, 1));
    append(0, 20);
    Vertx vertx = Vertx.vertx();
    Promise<Boolean> done = Promise.promise();
    Context loop = vertx.getOrCreateContext();
    loop.runOnContext(
        ignored ->
            store()
                .audit()
                .find(AuditQuery.concerning("ana", "", 100))
                .compose(page -> store().audit().entries("", 10))
                .compose(page -> store().accounts().accounts())
                .compose(all -> store().robots().robots(Optional::of))
                .compose(all -> store().bookings().bookingsOf("ana"))
                .compose(all -> store().audit().revise(new AuditRevision.AddressesBefore(1005)))
                .compose(all -> store().audit().forgetBefore(1003))
                .compose(all -> documents().documents())
                .map(all -> Vertx.currentContext() == loop)
                .onComplete(done));
    assertThat(Answers.of(done.future())).as("heard where it was asked for").isTrue();
    Answers.of(vertx.close());
  }

  @Test
  void whoFloodsTheLogIsCountedAndPushesNothingOut() {
    AuditEntry lasting = new AuditEntry(5, BY_ANA, "robot.add", "tank-1", "");
    Answers.of(store().audit().append(lasting));
    store().audit().keepAtMost(new Bounds(2000, 2000));
    Actor ben = new Actor("ben", "192.0.2.9");
    int flood = 5000;
    for (int from = 0; from < flood; from += 500) {
      Answers.of(
          store()
              .audit()
              .append(
                  IntStream.range(from, from + 500)
                      .mapToObj(i -> new AuditEntry(i, ben, "account.describe", "ben", ""))
                      .toList()));
    }
    List<AuditEntry> all = found(AuditQuery.all("", 3000));
    assertThat(all).startsWith(lasting).hasSize(1 + AuditShare.MOST_OF_KIND + 1);
    AuditEntry together = all.get(all.size() - 1);
    assertThat(together.times())
        .isEqualTo(new AuditEntry.Times(flood - AuditShare.MOST_OF_KIND, flood - 1));
    assertThat(together.by()).isEqualTo(ben);
    crashAndOpen();
    Answers.of(store().audit().append(new AuditEntry(9999, ben, "account.describe", "ben", "")));
    assertThat(found(AuditQuery.concerning("ben", "", 3000)))
        .last()
        .extracting(each -> each.times().count())
        .isEqualTo(flood - AuditShare.MOST_OF_KIND + 1L);
    AuditRevision erased = new AuditRevision.Erased("ben", "(erased-1)");
    assertThat(Answers.of(store().audit().revise(erased))).isEqualTo(AuditShare.MOST_OF_KIND + 1);
    assertThat(found(AuditQuery.concerning("(erased-1)", "", 3000)))
        .last()
        .extracting(each -> each.times().count())
        .isEqualTo(flood - AuditShare.MOST_OF_KIND + 1L);
  }

  @Test
  void strangersShareAndPushOutNoEntryOfSecurity() {
    store().audit().keepAtMost(new Bounds(5, 2000));
    AuditEntry reset = new AuditEntry(5, BY_ANA, "account.reset", "ben", "password");
    Answers.of(store().audit().append(reset));
    append(0, 30);
    for (int from = 0; from < 3000; from += 500) {
      Answers.of(
          store()
              .audit()
              .append(
                  IntStream.range(from, from + 500)
                      .mapToObj(
                          i ->
                              new AuditEntry(
                                  i,
                                  new Actor("", "192.0." + i / 200 + "." + i % 200),
                                  "login.refused",
                                  "name" + i,
                                  "nobody"))
                      .toList()));
    }
    List<AuditEntry> all = found(AuditQuery.all("", 4000));
    assertThat(all).contains(reset);
    assertThat(all.stream().filter(each -> each.by().account().isEmpty()))
        .hasSize(AuditShare.MOST_OF_ACTOR + 1)
        .last()
        .extracting(each -> each.times().count())
        .isEqualTo(3000L - AuditShare.MOST_OF_ACTOR);
  }

  @Test
  void anotherDayHasItsOwnShare() {
    long dayMs = 86_400_000;
    List<AuditEntry> two = new ArrayList<>();
    for (int i = 0; i < 2 * AuditShare.MOST_OF_KIND; i++) {
      two.add(new AuditEntry(i % 2 * dayMs, BY_ANA, "a.b", "o", "" + i));
    }
    Answers.of(store().audit().append(two));
    assertThat(found(AuditQuery.all("", 1000))).isEqualTo(two);
  }

  @Test
  void theLogIsBoundedByCountAndByAge() {
    store().audit().keepAtMost(new Bounds(7, 13));
    List<AuditEntry> all = append(0, 50);
    assertThat(found(AuditQuery.all("", 100))).isEqualTo(all.subList(30, 50));
    assertThat(Answers.of(store().audit().forgetBefore(1040))).isEqualTo(10);
    assertThat(found(AuditQuery.all("", 100))).isEqualTo(all.subList(40, 50));
    crashAndOpen();
    assertThat(found(AuditQuery.all("", 100))).isEqualTo(all.subList(40, 50));
    append(50, 51);
    assertThat(found(AuditQuery.all("", 100))).hasSize(11).last().isEqualTo(entry(50));
  }

  @Test
  void aRevisionChangesWhatItConcernsAndEveryEntryKeepsItsPlace() {
    List<AuditEntry> many = IntStream.range(0, 1111).mapToObj(EngineContract::spread).toList();
    Answers.of(store().audit().append(many));
    List<Kept> before = Answers.of(store().audit().entries("", 2000));
    AuditRevision erased = new AuditRevision.Erased("ana", "(erased-1)");
    long concerned = many.stream().filter(each -> each.by().account().equals("ana")).count();
    assertThat(Answers.of(store().audit().revise(erased))).isEqualTo(concerned).isPositive();
    assertThat(Answers.of(store().audit().revise(erased))).isZero();
    crashAndOpen();
    List<Kept> after = Answers.of(store().audit().entries("", 2000));
    assertThat(after.stream().map(Kept::cursor))
        .isEqualTo(before.stream().map(Kept::cursor).toList());
    assertThat(after.stream().map(Kept::entry)).isEqualTo(many.stream().map(erased::of).toList());
    assertThat(after.toString()).doesNotContain("account=ana");
    Answers.of(store().audit().append(spread(1111)));
    assertThat(found(AuditQuery.all("", 2000))).hasSize(1112).last().isEqualTo(spread(1111));
  }

  @Test
  void addressesAreForgottenUpToTheirAge() {
    List<AuditEntry> all = append(0, 10);
    AuditRevision revision = new AuditRevision.AddressesBefore(1005);
    assertThat(Answers.of(store().audit().revise(revision))).isEqualTo(3); // others have none
    List<AuditEntry> left = found(AuditQuery.all("", 100));
    assertThat(left.subList(0, 5)).allMatch(each -> each.by().address().isEmpty());
    assertThat(left.subList(5, 10)).isEqualTo(all.subList(5, 10));
    assertThat(Answers.of(store().audit().revise(revision))).isZero();
  }

  @Test
  void entriesThatComeDuringARevisionAreNotLost() {
    Answers.of(
        store().audit().append(IntStream.range(0, 1500).mapToObj(EngineContract::spread).toList()));
    Future<Long> revised = store().audit().revise(new AuditRevision.Erased("ana", "(erased-1)"));
    List<Future<Boolean>> late = new ArrayList<>();
    for (int i = 1500; i < 1600; i++) {
      late.add(store().audit().append(spread(i)));
    }
    late.forEach(Answers::of);
    Answers.of(revised);
    assertThat(found(AuditQuery.all("", 1500)))
        .noneMatch(each -> each.by().account().equals("ana"));
    assertThat(found(AuditQuery.all("", 2000)).stream().map(AuditEntry::atMs))
        .isEqualTo(IntStream.range(0, 1600).mapToObj(i -> spread(i).atMs()).toList());
  }

  @Test
  void aCursorOfAnEntryThatIsGoneGoesOnBehindIt() {
    append(0, 5);
    String third = Answers.of(store().audit().entries("", 3)).get(2).cursor();
    Answers.of(store().audit().forgetBefore(1004));
    assertThat(found(AuditQuery.all(third, 10))).containsExactly(entry(4));
  }

  private AuditChain.Report checked() {
    Map<AuditRing, String> heads = Answers.of(store().audit().heads());
    return AuditChain.check(Answers.of(store().audit().entries("", 5000)), heads);
  }

  @Test
  void everyEntryIsChainedToTheOneBeforeItInItsRing() {
    append(0, 50);
    assertThat(checked()).isEqualTo(new AuditChain.Report(50, 0, 0, List.of()));
    store().audit().keepAtMost(new Bounds(7, 13));
    append(50, 60);
    assertThat(checked()).isEqualTo(new AuditChain.Report(20, 0, 0, List.of()));
    Answers.of(store().audit().forgetBefore(1050));
    crashAndOpen();
    append(60, 70);
    assertThat(checked()).isEqualTo(new AuditChain.Report(20, 0, 0, List.of()));
  }

  @Test
  void entriesAtOnceAreOneChain() {
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(store().audit().append(List.of(spread(i), spread(i))));
    }
    all.forEach(Answers::of);
    assertThat(checked()).isEqualTo(new AuditChain.Report(400, 0, 0, List.of()));
  }

  @Test
  void whatIsForgottenOrCountedBreaksNoChain() {
    Actor ben = new Actor("ben", "192.0.2.9");
    Answers.of(
        store()
            .audit()
            .append(
                IntStream.range(0, 2 * AuditShare.MOST_OF_KIND)
                    .mapToObj(i -> new AuditEntry(i, ben, "account.describe", "ben", ""))
                    .toList()));
    append(0, 20);
    Answers.of(store().audit().revise(new AuditRevision.AddressesBefore(1010)));
    int entries = AuditShare.MOST_OF_KIND + 1 + 20;
    assertThat(checked()).isEqualTo(new AuditChain.Report(entries, 0, 0, List.of()));
    Answers.of(store().audit().revise(new AuditRevision.Erased("ana", "(erased-1)")));
    assertThat(checked()).isEqualTo(new AuditChain.Report(entries, 0, 10, List.of()));
    Answers.of(store().audit().revise(new AuditRevision.AddressesBefore(2000)));
    append(20, 21);
    assertThat(checked()).isEqualTo(new AuditChain.Report(entries + 1, 0, 10, List.of()));
  }

  @Test
  void numbersRiseAlsoWhenNothingIsKept() {
    append(0, 5);
    String last = Answers.of(store().audit().entries("", 10)).get(4).cursor();
    Answers.of(store().audit().forgetBefore(2000));
    assertThat(Answers.of(store().audit().entries("", 10))).isEmpty();
    crashAndOpen();
    append(5, 6);
    Kept next = Answers.of(store().audit().entries("", 10)).get(0);
    assertThat(next.cursor()).isGreaterThan(last);
    assertThat(checked().faults()).isEmpty();
  }
}
