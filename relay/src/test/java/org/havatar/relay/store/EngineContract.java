package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditSeal;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.identity.KeyRing;
import org.havatar.relay.access.identity.SigningKey;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Ephemera;
import org.havatar.relay.access.port.Unavailable;
import org.junit.jupiter.api.Test;

/** What every engine does below the operations of the domain. */
public abstract class EngineContract extends AuditContract {
  protected static final Key ANA = Key.account("ana");
  protected static final Key TANK = Key.robot("tank-1");

  private Future<Boolean> put(Key key, String text) {
    return documents()
        .update(
            List.of(key),
            draft -> {
              draft.put(key, text);
              return true;
            });
  }

  @Test
  void documentsAndEntriesAreWrittenTogetherOrNotAtAll() {
    RuntimeException change = new IllegalStateException("no");
    Future<Boolean> failed =
        documents()
            .update(
                List.of(ANA, TANK),
                draft -> {
                  draft.put(ANA, "{}");
                  draft.note(entry(1));
                  throw change;
                });
    assertThat(Answers.failureOf(failed)).isInstanceOf(Unavailable.class);
    assertThat(Answers.of(documents().read(ANA))).isEmpty();
    assertThat(Answers.of(store().audit().entries("", 10))).isEmpty();
    Future<String> done =
        documents()
            .update(
                List.of(ANA, TANK),
                draft -> {
                  draft.put(ANA, "a ș \"\n");
                  draft.put(TANK, "");
                  draft.note(entry(1));
                  return "both";
                });
    assertThat(Answers.of(done)).isEqualTo("both");
    assertThat(Answers.of(documents().read(ANA))).contains("a ș \"\n");
    assertThat(Answers.of(documents().read(TANK))).contains("");
    assertThat(found(AuditQuery.all("", 10))).containsExactly(entry(1));
  }

  @Test
  void aDocumentThatIsRemovedIsGoneAlsoFromTheList() {
    Answers.of(put(TANK, "{}"));
    Future<Optional<String>> removed =
        documents()
            .update(
                List.of(TANK),
                draft -> {
                  draft.remove(TANK);
                  return draft.get(TANK);
                });
    assertThat(Answers.of(removed)).isEmpty();
    assertThat(Answers.of(documents().read(TANK))).isEmpty();
    assertThat(Answers.of(documents().all(Kind.ROBOT, Optional::of))).isEmpty();
  }

  @Test
  void ofTwoHundredConflictingUpdatesAtOnceNoneIsLost() {
    Key counter = new Key(Kind.BOOT, "counter");
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(
          documents()
              .update(
                  List.of(counter),
                  draft -> {
                    int next = Integer.parseInt(draft.get(counter).orElse("0")) + 1;
                    draft.put(counter, Integer.toString(next));
                    return next;
                  }));
    }
    assertThat(all.stream().map(Answers::of))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 200).boxed().toList());
  }

  @Test
  void aChangeIsToldWithItsSubjectAndBookkeepingIsNot() {
    ConcurrentLinkedQueue<Change> told = new ConcurrentLinkedQueue<>();
    documents().onChanged(told::add);
    Answers.of(put(new Key(Kind.BOOT, "tank-1"), "{}"));
    Answers.of(put(ANA, "{}"));
    Answers.of(put(TANK, "{}"));
    org.awaitility.Awaitility.await()
        .until(() -> told.contains(new Change(Change.Subject.ROBOT, "tank-1")));
    assertThat(told)
        .contains(new Change(Change.Subject.ACCOUNT, "ana"))
        .allMatch(
            each ->
                each.equals(Change.ANYTHING)
                    || each.subject() == Change.Subject.ACCOUNT
                    || each.subject() == Change.Subject.ROBOT);
  }

  private static Kept kept(int number) {
    return new Kept("%016x".formatted(number), entry(number), AuditSeal.NONE);
  }

  private static KeyRing ring(String id) {
    return new KeyRing(List.of(new SigningKey(id, 1, "{}")));
  }

  @Test
  void everythingIsReplacedAtOnceButOnlyWhenAsked() {
    Answers.of(put(ANA, "{}"));
    append(0, 1);
    Answers.of(store().accounts().signingKeys(known -> ring("mine")));
    Document other = new Document(TANK, "{\"a\":1}");
    Document key = new Document(new Key(Kind.META, "signing_keys"), "theirs");
    Contents contents = new Contents(List.of(key, other), List.of(kept(7), kept(8)));
    assertThat(Answers.of(documents().replaceAll(contents, false))).isFalse();
    assertThat(Answers.of(documents().read(ANA))).isPresent();
    assertThat(Answers.of(documents().replaceAll(contents, true))).isTrue();
    assertThat(Answers.of(documents().read(ANA))).isEmpty();
    assertThat(Answers.of(documents().documents())).containsExactly(key, other);
    assertThat(found(AuditQuery.all("", 10))).containsExactly(entry(7), entry(8));
    crashAndOpen();
    assertThat(Answers.of(documents().documents())).containsExactly(key, other);
  }

  @Test
  void aStoreThatOnlyHasItsOwnKeyCountsAsEmpty() {
    Answers.of(store().accounts().signingKeys(known -> ring("mine")));
    Contents contents = new Contents(List.of(new Document(TANK, "{}")), List.of());
    assertThat(Answers.of(documents().replaceAll(contents, false))).isTrue();
    assertThat(Answers.of(store().accounts().signingKeys(known -> known))).isEqualTo(KeyRing.EMPTY);
  }

  @Test
  void shortLivedThingsAreTakenOnce() {
    Ephemera ephemera = store().ephemera();
    assertThat(Answers.of(ephemera.put("t/1", "ana ș", 60_000))).isTrue();
    assertThat(Answers.of(ephemera.put("t/1", "ben", 60_000))).isFalse();
    List<Future<Optional<String>>> takers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      takers.add(ephemera.take("t/1"));
    }
    assertThat(takers.stream().map(Answers::of).flatMap(Optional::stream)).containsExactly("ana ș");
    assertThat(Answers.of(ephemera.put("t/1", "ben", 60_000))).isTrue();
  }

  @Test
  void shortLivedThingsEnd() {
    Ephemera ephemera = store().ephemera();
    Answers.of(ephemera.put("t/2", "x", 1));
    Answers.of(ephemera.addAndGet("c/2", 5, 1));
    org.awaitility.Awaitility.await().until(() -> Answers.of(ephemera.put("t/2", "y", 60_000)));
    org.awaitility.Awaitility.await()
        .until(() -> Answers.of(ephemera.addAndGet("c/2", 1, 60_000)) == 1);
  }

  @Test
  void countersAddUpWithinTheirWindow() {
    Ephemera ephemera = store().ephemera();
    List<Future<Long>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(ephemera.addAndGet("c/1", 2, 60_000));
    }
    assertThat(all.stream().map(Answers::of)).contains(2L, 100L).doesNotHaveDuplicates();
    assertThat(Answers.of(ephemera.addAndGet("c/1", -100, 60_000))).isZero();
    assertThat(Answers.of(ephemera.addAndGet("c/other", 1, 60_000))).isEqualTo(1);
  }
}
