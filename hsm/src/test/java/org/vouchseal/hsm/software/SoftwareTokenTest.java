package org.vouchseal.hsm.software;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.TokenAdministration;
import org.vouchseal.hsm.TokenContract;
import org.vouchseal.hsm.provider.CryptoProviders;

/** The software token passes the list of all tokens, whichever providers compute. */
class SoftwareTokenTest {

  @Nested
  class WithFallbackProviders extends OneTokenInAFolder {
    WithFallbackProviders() {
      super("fallback");
    }
  }

  @Nested
  class WithAutomaticProviders extends OneTokenInAFolder {
    WithAutomaticProviders() {
      super("auto");
    }
  }

  abstract static class OneTokenInAFolder implements TokenContract {

    private final CryptoProviders providers;
    @TempDir private Path folder;

    OneTokenInAFolder(String setting) {
      providers = CryptoProviders.of(setting);
    }

    @BeforeEach
    void writeSecret() throws IOException {
      Files.writeString(secret(), "correct horse battery staple\n");
      Files.setPosixFilePermissions(secret(), PosixFilePermissions.fromString("rw-------"));
    }

    private Path secret() {
      return folder.resolve("issuing-token");
    }

    @Override
    public TokenAdministration administration() {
      return SoftwareTokenAdministration.open(
          folder.resolve("issuing.p12"), secret(), providers, new SecureRandom());
    }

    @Override
    public Token open() {
      return SoftwareToken.open(
          folder.resolve("issuing.p12"), secret(), providers, new SecureRandom());
    }
  }
}
