package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.wire.LatchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopFileTest {
  private static final StandingStop PRESSED =
      new StandingStop(LatchKind.STOP, true, -1, 0x0123_4567_89ab_cdefL);
  private static final StandingStop LOCK = new StandingStop(LatchKind.ADMINISTRATOR, true, 5, 6);

  private final Path directory;
  private final StopFile stops;

  StopFileTest(@TempDir Path directory) {
    this.directory = directory;
    this.stops = new StopFile(directory);
  }

  private Path file() {
    return directory.resolve(StopFile.FILE_NAME);
  }

  @Test
  void whatIsSavedIsFound() throws IOException {
    StandingStop programs = new StandingStop(LatchKind.ADMINISTRATOR, false, 7, 0);
    for (StandingStop each : new StandingStop[] {PRESSED, LOCK, programs, StandingStop.NONE}) {
      stops.save(each);
      assertThat(new StopFile(directory).read()).isEqualTo(each);
    }
  }

  @Test
  void theVeryFirstStartFindsNothingAndLeavesAFile() {
    StopFile first = new StopFile(directory.resolve("made/by/it"));
    first.prepare();
    assertThat(first.read()).isEqualTo(StandingStop.NONE);
    assertThat(directory.resolve("made/by/it").resolve(StopFile.FILE_NAME)).exists();
  }

  @Test
  void aFileThatIsMissingLaterCountsAsPressed() throws IOException {
    stops.prepare();
    BootNumber.raise(directory);
    Files.delete(file());
    stops.prepare();
    assertThat(stops.read()).isEqualTo(StandingStop.UNREADABLE);
  }

  @Test
  void aLostBootNumberLosesNoStop() throws IOException {
    stops.save(PRESSED);
    stops.prepare();
    assertThat(stops.read()).isEqualTo(PRESSED);
  }

  @Test
  void whateverIsCutOffCountsAsPressed() throws IOException {
    stops.save(StandingStop.NONE);
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThat(stops.read()).as("%s bytes", length).isEqualTo(StandingStop.UNREADABLE);
    }
  }

  @Test
  void whateverBitFlipsCountsAsPressed() throws IOException {
    stops.save(StandingStop.NONE);
    byte[] whole = Files.readAllBytes(file());
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] bent = whole.clone();
      bent[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file(), bent);
      assertThat(stops.read()).as("bit %s", bit).isEqualTo(StandingStop.UNREADABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "none", "0 0 0 0 0\n", "1 1 0 0 0\n"})
  void whateverElseStandsThereCountsAsPressed(String content) throws IOException {
    Files.writeString(file(), content);
    assertThat(stops.read()).isEqualTo(StandingStop.UNREADABLE);
  }

  @Test
  void whatIsNoFileCountsAsPressed() throws IOException {
    Files.createDirectory(file());
    assertThat(stops.read()).isEqualTo(StandingStop.UNREADABLE);
  }

  /** A directory in the temporary file's place stands for a disk that takes nothing. */
  private void fillDisk() throws IOException {
    Path blocked = directory.resolve(StopFile.FILE_NAME + ".new");
    Files.createDirectories(blocked.resolve("not empty"));
  }

  @Test
  void aStopThatDoesNotFitOnTheDiskIsFoundAllTheSame() throws IOException {
    stops.prepare();
    BootNumber.raise(directory);
    fillDisk();
    assertThatThrownBy(() -> stops.save(PRESSED)).isInstanceOf(IOException.class);
    assertThat(stops.read()).isEqualTo(StandingStop.UNREADABLE);
  }

  @Test
  void aReleaseThatDoesNotFitOnTheDiskLeavesTheStop() throws IOException {
    stops.save(LOCK);
    fillDisk();
    assertThatThrownBy(() -> stops.save(StandingStop.NONE)).isInstanceOf(IOException.class);
    assertThat(stops.read()).isEqualTo(LOCK);
  }

  @Test
  void whatContradictsItselfCountsAsPressedAlsoWhenTheChecksumFits() throws IOException {
    String line = "0 1 %016x %016x".formatted(7, 9);
    CRC32 crc = new CRC32();
    crc.update(line.getBytes(StandardCharsets.US_ASCII));
    Files.writeString(file(), "%s %08x\n".formatted(line, crc.getValue()));
    assertThat(stops.read()).isEqualTo(StandingStop.UNREADABLE);
  }
}
