package org.havatar.relay.access.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.havatar.relay.access.audit.AuditChain.Report;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.people.Actor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log of two rings, tampered with in one place each time. */
final class AuditChainTest {
  private static final int MANY = 12;

  private final List<Kept> log = new ArrayList<>();
  private final Map<AuditRing, String> heads = new EnumMap<>(AuditRing.class);

  @BeforeEach
  void write() {
    for (int i = 0; i < MANY; i++) {
      append(entry(i));
    }
  }

  private static AuditEntry entry(int number) {
    String action = number % 3 == 0 ? "login.refused" : "robot.change";
    return new AuditEntry(
            1000 + number, new Actor("ana", "192.0.2.1"), action, "o" + number, "for ben")
        .naming("ben");
  }

  private void append(AuditEntry entry) {
    AuditSeal seal = AuditSeal.fresh();
    String before = heads.getOrDefault(entry.ring(), "");
    String link = AuditSeal.link(before, seal.digestOf(entry));
    heads.put(entry.ring(), link);
    log.add(new Kept("%016x".formatted(log.size() + 1), entry, seal.linked(link)));
  }

  private void change(int index, UnaryOperator<AuditEntry> how) {
    Kept kept = log.get(index);
    log.set(index, new Kept(kept.cursor(), how.apply(kept.entry()), kept.seal()));
  }

  private void revise(int index, AuditRevision revision) {
    Kept kept = log.get(index);
    AuditEntry after = revision.of(kept.entry());
    log.set(index, new Kept(kept.cursor(), after, kept.seal().revised(kept.entry(), after)));
  }

  private List<String> faults() {
    return AuditChain.check(log, heads).faults();
  }

  @Test
  void aLogAsItWasWrittenHasNoFault() {
    assertThat(AuditChain.check(log, heads)).isEqualTo(new Report(MANY, 0, 0, List.of()));
    assertThat(AuditChain.check(List.of(), heads).faults()).isEmpty();
  }

  @Test
  void anyChangeOfAnyFieldIsFound() {
    List<UnaryOperator<AuditEntry>> changes =
        List.of(
            was -> with(was, was.atMs() + 1, was.by(), was.action(), was.object(), was.detail()),
            was ->
                with(
                    was,
                    was.atMs(),
                    new Actor("eva", "192.0.2.1"),
                    was.action(),
                    was.object(),
                    was.detail()),
            was ->
                with(
                    was,
                    was.atMs(),
                    new Actor("ana", "192.0.2.2"),
                    was.action(),
                    was.object(),
                    was.detail()),
            AuditEntry::withoutAddress,
            was -> with(was, was.atMs(), was.by(), "robot.changed", was.object(), was.detail()),
            was -> with(was, was.atMs(), was.by(), was.action(), "other", was.detail()),
            was -> with(was, was.atMs(), was.by(), was.action(), was.object(), "for eva"),
            was -> was.naming("eva"),
            was -> was.naming("ben", "eva"),
            was -> was.ofRobot("identity"));
    for (UnaryOperator<AuditEntry> change : changes) {
      Kept before = log.get(4);
      change(4, change);
      assertThat(faults()).hasSize(1).first().asString().contains("0000000000000005");
      log.set(4, before);
    }
  }

  private static AuditEntry with(
      AuditEntry was, long atMs, Actor by, String action, String object, String detail) {
    return new AuditEntry(atMs, by, action, object, detail, was.about(), was.times());
  }

  @Test
  void whatMovesFromOneFieldToTheNextIsAChange() {
    change(4, was -> with(was, was.atMs(), was.by(), was.action(), "o", "4for ben"));
    assertThat(faults()).hasSize(1);
  }

  @Test
  void howOftenSomethingWasCountedIsNotCovered() {
    change(4, was -> was.with(new AuditEntry.Times(7, 2000)));
    assertThat(faults()).isEmpty();
  }

  @Test
  void whatIsTakenOutOfTheMiddleOrTheEndIsMissedButNotWhatTheRingLetGo() {
    Kept middle = log.remove(5);
    assertThat(faults()).hasSize(1).first().asString().contains("taken out");
    log.add(5, middle);
    Kept last = log.remove(MANY - 1);
    assertThat(faults()).hasSize(1).first().asString().contains("was taken out");
    log.add(last);
    log.removeIf(each -> each.entry().ring() == AuditRing.OTHERS && each.entry().atMs() < 1008);
    assertThat(faults()).isEmpty();
    log.removeIf(each -> each.entry().ring() == AuditRing.SECURITY);
    assertThat(faults()).as("a whole ring may be too old").isEmpty();
  }

  @Test
  void whatIsPutInOrExchangedIsFound() {
    log.add(6, new Kept("0000000000000006a", entry(1), AuditSeal.fresh().linked("00")));
    assertThat(faults()).isNotEmpty();
    log.remove(6);
    log.add(6, new Kept("0000000000000006a", entry(1), AuditSeal.NONE));
    assertThat(faults()).hasSize(1).first().asString().contains("is in no chain");
    log.remove(6);
    Kept one = log.get(4);
    log.set(4, log.get(5));
    log.set(5, one);
    assertThat(faults()).isNotEmpty();
  }

  @Test
  void whatIsForgottenLeavesTheChainWhole() {
    for (int i = 0; i < MANY; i++) {
      revise(i, new AuditRevision.AddressesBefore(1006));
    }
    assertThat(AuditChain.check(log, heads)).isEqualTo(new Report(MANY, 0, 0, List.of()));
    assertThat(log.get(2).seal().addressSalt()).isEmpty();
    change(2, was -> with(was, was.atMs(), was.by(), was.action(), was.object(), "for eva"));
    assertThat(faults()).as("the rest is still checked").hasSize(1);
    change(2, was -> entry(2).withoutAddress());
    for (int i = 0; i < MANY; i++) {
      revise(i, new AuditRevision.Erased("ben", "(erased-1)"));
      assertThat(log.get(i).seal().salt()).as("nobody can try out who it was").isEmpty();
    }
    assertThat(AuditChain.check(log, heads)).isEqualTo(new Report(MANY, 0, MANY, List.of()));
    for (int i = 0; i < MANY; i++) {
      revise(i, new AuditRevision.AddressesBefore(3000));
    }
    assertThat(faults()).isEmpty();
  }

  @Test
  void nobodyClaimsThatANameWasErasedWhichIsNotThere() {
    Kept kept = log.get(4);
    AuditSeal claimed =
        new AuditSeal("", "", "", kept.seal().digestOf(kept.entry()), kept.seal().link());
    log.set(
        4,
        new Kept(
            kept.cursor(),
            new AuditEntry(1, Actor.OPERATOR, "robot.change", "", "invented"),
            claimed));
    assertThat(faults()).hasSize(1).first().asString().contains("names nobody erased");
  }

  @Test
  void entriesFromBeforeTheChainAreCountedOnly() {
    List<Kept> both = new ArrayList<>();
    both.add(new Kept("0000000000000000", entry(0), AuditSeal.NONE));
    both.add(new Kept("0000000000000000", entry(1), AuditSeal.NONE));
    both.addAll(log);
    assertThat(AuditChain.check(both, heads)).isEqualTo(new Report(MANY + 2, 2, 0, List.of()));
  }

  @Test
  void aCopyTellsWhenTheWholeChainWasWrittenAnew() {
    List<Kept> copy = List.copyOf(log);
    assertThat(AuditChain.compare(log, copy)).isEmpty();
    List<Kept> forged = new ArrayList<>(log.subList(0, 5));
    log.clear();
    heads.clear();
    forged.forEach(each -> append(each.entry()));
    for (int i = 5; i < MANY; i++) {
      append(entry(i + 100));
    }
    assertThat(faults()).as("by itself it is whole").isEmpty();
    assertThat(AuditChain.compare(log, copy)).hasSize(2).allMatch(each -> each.contains("none"));
  }

  @Test
  void aCopyTellsWhatEndsEarlierAndWhatItLacksItself() {
    List<Kept> copy = new ArrayList<>(log);
    log.subList(8, MANY).clear(); // and the heads with them
    assertThat(AuditChain.compare(log, copy))
        .hasSize(MANY - 8)
        .allMatch(each -> each.startsWith("The log lacks"));
    log.clear();
    log.addAll(copy);
    copy.remove(5);
    assertThat(AuditChain.compare(log, copy))
        .singleElement()
        .asString()
        .startsWith("The copy lacks");
  }

  @Test
  void aCopyMayHaveBegunLaterAndTheLogMayHaveLetOldOnesGo() {
    List<Kept> copy = new ArrayList<>(log.subList(4, MANY));
    assertThat(AuditChain.compare(log, copy)).isEmpty();
    append(entry(50));
    log.subList(0, 7).clear();
    assertThat(AuditChain.compare(log, copy)).isEmpty();
    assertThat(AuditChain.compare(log.subList(log.size() - 1, log.size()), copy))
        .as("all that was copied is too old by now")
        .isEmpty();
    assertThat(AuditChain.compare(log, List.of())).isEmpty();
  }
}
