package org.vouchseal.api.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;

/** What a registration authority orders, by its own setting and by the CA's record of it. */
class OrderedProfilesTest {

  private static RegistrationAuthorityEntry authority(boolean compat, boolean client) {
    return new RegistrationAuthorityEntry(
        "main",
        RegistrationAuthorityEntry.Speech.ORDERS,
        new byte[0],
        List.of("V1"),
        List.of("*"),
        1,
        compat,
        client,
        false);
  }
}
