package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterOptionsTest {
  private static final int[] DEFAULTS = {800, 100, 1000, 300, 10_000, 60_000, 1000};

  @ParameterizedTest
  @CsvSource({"0,800", "1,100", "2,1000", "3,300", "4,10000", "5,60000"})
  void everyTimeIsOneMillisecondToItsLimitAndNothingElse(int index, int limitMs) {
    assertThatCode(() -> with(index, 1)).doesNotThrowAnyException();
    assertThatCode(() -> with(index, limitMs)).doesNotThrowAnyException();
    assertThatThrownBy(() -> with(index, 0)).hasMessageContaining("must be 1 … " + limitMs);
    assertThatThrownBy(() -> with(index, limitMs + 1)).hasMessageContaining("is " + (limitMs + 1));
  }

  @ParameterizedTest
  @CsvSource({"-1,false", "0,true", "1000,true", "1001,false"})
  void theCapIsZeroToAThousandPermille(int capPermille, boolean allowed) {
    if (allowed) {
      assertThatCode(() -> with(6, capPermille)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> with(6, capPermille)).hasMessageContaining("capPermille");
    }
  }

  private static RegisterOptions with(int index, int value) {
    int[] all = DEFAULTS.clone();
    all[index] = value;
    return new RegisterOptions(all[0], all[1], all[2], all[3], all[4], all[5], all[6]);
  }
}
