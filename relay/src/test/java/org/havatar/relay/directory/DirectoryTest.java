package org.havatar.relay.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.wire.Numbered;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private static final Numbered FIRST = new Numbered(7, 1);
  private static final Numbered SECOND = new Numbered(7, 2);

  private final Directory directory = new Directory();
  private final List<String> heard = new ArrayList<>();

  private static Route route(String address, Numbered epoch) {
    return new Route("tank", address, epoch, 4711, false, false, false);
  }

  @Test
  void anUnknownRobotIsNowhere() {
    assertThat(directory.leading("tank")).isNull();
    assertThat(directory.knows("tank")).isFalse();
  }

  @Test
  void aHigherEpochReplacesALowerOneAndNeverTheOtherWayRound() {
    assertThat(directory.advertise(route("n.1", SECOND))).isTrue();
    assertThat(directory.advertise(route("n.2", FIRST))).isFalse();
    assertThat(directory.leading("tank")).isEqualTo("n.1");
    assertThat(directory.advertise(route("n.2", new Numbered(8, 1)))).isTrue();
    assertThat(directory.leading("tank")).isEqualTo("n.2");
  }

  @Test
  void aLateDisconnectNeverRemovesANewerSession() {
    directory.advertise(route("n.1", FIRST));
    directory.advertise(route("n.1", SECOND));
    assertThat(directory.release("tank", "n.1", FIRST)).isFalse();
    assertThat(directory.release("tank", "n.2", SECOND)).isFalse();
    assertThat(directory.knows("tank")).isTrue();
    assertThat(directory.release("tank", "n.1", SECOND)).isTrue();
    assertThat(directory.knows("tank")).isFalse();
  }

  @Test
  void aLateAdvertisementNeverBringsBackWhoWent() {
    directory.advertise(route("n.1", SECOND));
    directory.release("tank", "n.1", SECOND);
    assertThat(directory.advertise(route("n.1", FIRST))).isFalse();
    assertThat(directory.knows("tank")).isFalse();
    assertThat(directory.advertise(route("n.1", SECOND.next()))).isTrue();
  }

  @Test
  void listenersHearEachChangeAndNothingElse() {
    Directory.Listener listener = heard::addAll;
    directory.listen(listener);
    directory.advertise(route("n.1", SECOND));
    directory.advertise(route("n.2", FIRST));
    directory.release("tank", "n.2", FIRST);
    directory.release("tank", "n.1", SECOND);
    assertThat(heard).containsExactly("tank", "tank");
    directory.unlisten(listener);
    directory.advertise(route("n.3", new Numbered(9, 1)));
    assertThat(heard).hasSize(2);
  }
}
