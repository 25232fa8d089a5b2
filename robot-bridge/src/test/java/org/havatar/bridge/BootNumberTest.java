package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootNumberTest {
  private final Path directory;

  BootNumberTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file() {
    return directory.resolve(BootNumber.FILE_NAME);
  }

  private void write(String content) throws IOException {
    Files.writeString(file(), content, StandardCharsets.US_ASCII);
  }

  private static String withChecksum(String digits) {
    CRC32 crc = new CRC32();
    crc.update(digits.getBytes(StandardCharsets.US_ASCII));
    return digits + " " + String.format("%08x", crc.getValue()) + "\n";
  }

  @Test
  void theFirstStartIsNumberOne() throws IOException {
    assertThat(BootNumber.raise(directory.resolve("made/by/it")).current()).isEqualTo(1);
  }

  @Test
  void everyStartRaisesIt() throws IOException {
    for (int start = 1; start <= 12; start++) {
      assertThat(BootNumber.raise(directory).current()).isEqualTo(start);
    }
  }

  @Test
  void theRaisedNumberIsOnTheDiskBeforeAnybodyCanUseIt() throws IOException {
    write(withChecksum("41"));
    BootNumber.raise(directory);
    assertThat(file()).hasContent(withChecksum("42"));
  }

  @Test
  void anAdoptedNumberFollowsTheHighestSeenAndOutlivesTheProcess() throws IOException {
    BootNumber number = BootNumber.raise(directory);
    number.adopt(40);
    assertThat(number.current()).isEqualTo(41);
    assertThat(BootNumber.raise(directory).current()).isEqualTo(42);
  }

  @Test
  void theSameNumberUnderAnotherStartIsPassedToo() throws IOException {
    BootNumber number = BootNumber.raise(directory);
    number.adopt(number.current());
    assertThat(number.current()).isEqualTo(2);
  }

  @Test
  void aLowerNumberIsNeverAdopted() throws IOException {
    write(withChecksum("9"));
    BootNumber number = BootNumber.raise(directory);
    assertThatThrownBy(() -> number.adopt(9)).isInstanceOf(IOException.class);
    assertThat(number.current()).isEqualTo(10);
    assertThat(file()).hasContent(withChecksum("10"));
  }

  @Test
  void thereIsNoNumberAfterTheLast() throws IOException {
    BootNumber number = BootNumber.raise(directory);
    assertThatThrownBy(() -> number.adopt(BootNumber.MAX)).isInstanceOf(IOException.class);
    number.adopt(BootNumber.MAX - 1);
    assertThat(number.current()).isEqualTo(BootNumber.MAX);
    assertThatThrownBy(() -> BootNumber.raise(directory)).isInstanceOf(IOException.class);
  }

  @Test
  void aDamagedFileIsKeptAndCountingStartsAnew() throws IOException {
    for (String damaged : new String[] {"", "4", "17 00000000\n", "\0\0\0\0", "x y\n", "17"}) {
      write(damaged);
      assertThat(BootNumber.raise(directory).current()).as("after <%s>", damaged).isEqualTo(1);
      assertThat(directory.resolve("boot-number.damaged")).hasContent(damaged);
    }
  }

  @Test
  void aNumberOutOfRangeCountsAsDamaged() throws IOException {
    for (String digits : new String[] {"4294967296", "0"}) {
      write(withChecksum(digits));
      assertThat(BootNumber.raise(directory).current()).isEqualTo(1);
      assertThat(directory.resolve("boot-number.damaged")).hasContent(withChecksum(digits));
    }
  }

  @Test
  void whatAPowerCutLeftOfAnUnfinishedWriteIsIgnored() throws IOException {
    write(withChecksum("6"));
    Files.writeString(directory.resolve("boot-number.new"), "9");
    assertThat(BootNumber.raise(directory).current()).isEqualTo(7);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsAnError() throws IOException {
    Path inTheWay = directory.resolve("a-file");
    Files.writeString(inTheWay, "");
    assertThatThrownBy(() -> BootNumber.raise(inTheWay))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(inTheWay.toString())
        .hasMessageContaining("state.directory");
  }

  @Test
  void whyTheNumberCantBeSavedIsToldInTheSystemsWordsOrByTheFaultsKind() throws IOException {
    Path inTheWay = directory.resolve("a-file");
    Files.writeString(inTheWay, "");
    String sentence = "the number of this start can't be saved: %s (%s). ";
    assertThatThrownBy(() -> BootNumber.raise(inTheWay))
        .hasMessageStartingWith(sentence.formatted("FileAlreadyExistsException", inTheWay));
    Path below = inTheWay.resolve("below");
    assertThatThrownBy(() -> BootNumber.raise(below))
        .hasMessageStartingWith(sentence.formatted("Not a directory", below));
  }
}
