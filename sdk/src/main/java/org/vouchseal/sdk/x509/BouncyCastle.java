package org.vouchseal.sdk.x509;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The one provider object that is passed to calls; never registered with the JVM. */
public final class BouncyCastle {

  private static final Provider PROVIDER = new BouncyCastleProvider();

  private BouncyCastle() {}

  /** Always the same object. */
  public static Provider provider() {
    return PROVIDER;
  }
}
