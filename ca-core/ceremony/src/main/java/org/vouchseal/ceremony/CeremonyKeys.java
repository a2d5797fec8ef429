package org.vouchseal.ceremony;

import java.util.List;
import org.vouchseal.hsm.KeyPurpose;

/** Which key lies in which token. A room's token holds that room's keys and no others. */
final class CeremonyKeys {

  static final String ROOT_TOKEN = "root";
  static final String ISSUING_TOKEN = "issuing";
  static final String KEYSERVICE_TOKEN = "keyservice";
  static final String STATUS_TOKEN = "status";

  /** Key pairs that the ceremony certifies not; their algorithm is the plan's. */
  static final List<BareKey> BARE =
      List.of(
          new BareKey(KEYSERVICE_TOKEN, KeyPurpose.RECEIPT, true),
          new BareKey(ISSUING_TOKEN, KeyPurpose.ORDER_DECRYPTION, true),
          new BareKey(KEYSERVICE_TOKEN, KeyPurpose.KEYSERVICE_SECRETS, true),
          new BareKey(STATUS_TOKEN, KeyPurpose.OCSP_SMIME, false),
          new BareKey(STATUS_TOKEN, KeyPurpose.OCSP_TRUST, false));

  /** Symmetric keys, always AES-256. */
  static final List<SymmetricKey> SYMMETRIC =
      List.of(
          new SymmetricKey(ISSUING_TOKEN, KeyPurpose.ORDER_SECRET_SEAL),
          new SymmetricKey(KEYSERVICE_TOKEN, KeyPurpose.KEK),
          new SymmetricKey(KEYSERVICE_TOKEN, KeyPurpose.POOL_SEAL),
          new SymmetricKey(KEYSERVICE_TOKEN, KeyPurpose.KEYSERVICE_SECRET_SEAL));

  /**
   * A key pair without a certificate.
   *
   * @param published whether its public half is in the folder that every room reads
   */
  record BareKey(String token, KeyPurpose purpose, boolean published) {}

  record SymmetricKey(String token, KeyPurpose purpose) {}

  private CeremonyKeys() {}
}
