package org.vouchseal.hsm.software;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.vouchseal.hsm.Capability;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.provider.CryptoProviders;

/** A process of its own that makes keys while others do the same, and says which it made. */
final class EnsuringProcess {

  static final int KEYS = 12;

  private EnsuringProcess() {}

  static KeyPurpose purpose(int index) {
    return new KeyPurpose("contended-" + index, Capability.SIGN);
  }

  public static void main(String[] arguments) {
    SoftwareTokenAdministration administration =
        SoftwareTokenAdministration.open(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            CryptoProviders.of("fallback"),
            new SecureRandom());
    for (int i = 0; i < KEYS; i++) {
      if (administration.ensure(purpose(i), KeyAlgorithm.P256)) {
        System.out.println("made " + i);
      }
    }
  }
}
