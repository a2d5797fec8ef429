package org.vouchseal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorSettingTheServerTest {

  private static final String HOURS = "vouchseal.succession.hours";

  private final Map<String, String> given = new HashMap<>();

  private ServerSettings read() {
    return ServerSettings.read(
        name ->
            name.equals(HOURS)
                ? Optional.ofNullable(given.get(name))
                : Optional.of(given.getOrDefault(name, "x")));
  }

  @Test
  void timeToObject_isADayUnlessSet() {
    assertThat(read().successionDelay()).isEqualTo(Duration.ofHours(24));
    given.put(HOURS, "72");
    assertThat(read().successionDelay()).isEqualTo(Duration.ofHours(72));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "24h", "99999"})
  void timeToObjectOfAnotherForm_isNamedAtTheStart(String hours) {
    given.put(HOURS, hours);

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VOUCHSEAL_SUCCESSION_HOURS (hours, 1 to 9999, found " + hours);
  }

  @Test
  void missingSettings_areNamedAllAtOnce() {
    assertThatThrownBy(() -> ServerSettings.read(name -> Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VOUCHSEAL_PKI_DIR")
        .hasMessageContaining("VOUCHSEAL_PUBLIC_URL")
        .hasMessageContaining("VOUCHSEAL_STATUS_TOKEN_SECRET_FILE");
  }
}
