package org.vouchseal.api.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;
import org.vouchseal.model.runtime.TrustedProxies;
import org.vouchseal.validation.limits.MailLimits;

/** What a registration authority orders, by its own setting and by the CA's record of it. */
class OrderedProfilesTest {

  @Test
  void clientsOwnKeys_areNotOrdered_unlessSwitchedOn() {
    assertThat(settings(false).profiles(authority(true, true)))
        .containsExactly(
            ProfileName.SIGNING,
            ProfileName.ENCRYPTION,
            ProfileName.ENCRYPTION_COMPAT,
            ProfileName.ENCRYPTION_CLOUD);
    assertThat(settings(true).profiles(authority(true, true)))
        .contains(ProfileName.ENCRYPTION_CLIENT);
  }

  @Test
  void switchedOnWithoutTheRight_isRefusedInWords() {
    ApiSettings switchedOn = settings(true);
    RegistrationAuthorityEntry without = authority(true, false);

    assertThatThrownBy(() -> switchedOn.profiles(without))
        .hasMessageContaining("VOUCHSEAL_RA_ENCRYPTION_CLIENT")
        .hasMessageContaining("main");
  }

  @Test
  void compat_isOrderedWhereTheRecordAllowsIt() {
    assertThat(settings(false).profiles(authority(false, true)))
        .doesNotContain(ProfileName.ENCRYPTION_COMPAT);
  }

  private static ApiSettings settings(boolean encryptionClient) {
    return new ApiSettings(
        Path.of("pki"),
        "auto",
        "node",
        Mailbox.parse("ca@example.org"),
        URI.create("http://localhost"),
        Optional.empty(),
        Path.of("token"),
        Path.of("secret"),
        MailLimits.DEFAULT,
        Duration.ofDays(30),
        TrustedProxies.LOOPBACK,
        encryptionClient);
  }

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
