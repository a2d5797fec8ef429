package org.vouchseal.hsm;

/**
 * What a key in a token is for. The token maps a purpose to its own alias; callers never see
 * aliases.
 *
 * @param name lower-case words joined by hyphens, e.g. {@code smime-ca}; unique in a token
 * @param capability the one operation that keys of this purpose do
 */
public record KeyPurpose(String name, Capability capability) {

  public static final KeyPurpose ROOT_CA = new KeyPurpose("root-ca", Capability.SIGN);
  public static final KeyPurpose SMIME_CA = new KeyPurpose("smime-ca", Capability.SIGN);
  public static final KeyPurpose TRUST_CA = new KeyPurpose("trust-ca", Capability.SIGN);
  public static final KeyPurpose CMP_SIGNER = new KeyPurpose("cmp-signer", Capability.SIGN);

  /** Opens the JWE in which a registration authority sends a CMP secret to the registrar. */
  public static final KeyPurpose ORDER_DECRYPTION =
      new KeyPurpose("order-decryption", Capability.DERIVE);

  /** Seals CMP secrets while they wait in issuing's database. */
  public static final KeyPurpose ORDER_SECRET_SEAL =
      new KeyPurpose("order-secret-seal", Capability.WRAP);

  /** Signs the answers of the OCSP responder for the S/MIME CA. */
  public static final KeyPurpose OCSP_SMIME = new KeyPurpose("ocsp-smime", Capability.SIGN);

  /** Signs the answers of the OCSP responder for the trust-services CA. */
  public static final KeyPurpose OCSP_TRUST = new KeyPurpose("ocsp-trust", Capability.SIGN);

  /** Signs key packages (EKU cmKGA, RFC 9810). */
  public static final KeyPurpose KGA = new KeyPurpose("kga", Capability.SIGN);

  /** Signs escrow receipts. */
  public static final KeyPurpose RECEIPT = new KeyPurpose("receipt", Capability.SIGN);

  /** Wraps the data keys of escrow records. */
  public static final KeyPurpose KEK = new KeyPurpose("kek", Capability.WRAP);

  /** Seals keys of the pool until they are drawn. */
  public static final KeyPurpose POOL_SEAL = new KeyPurpose("pool-seal", Capability.WRAP);

  /** Opens the JWE that carries the key service's own copy of a CMP secret. */
  public static final KeyPurpose KEYSERVICE_SECRETS =
      new KeyPurpose("keyservice-secrets", Capability.DERIVE);

  /** Seals that copy while it waits in the key service's database. */
  public static final KeyPurpose KEYSERVICE_SECRET_SEAL =
      new KeyPurpose("keyservice-secret-seal", Capability.WRAP);

  /** Opens the envelopes in which clients send private encryption keys to escrow. */
  public static final KeyPurpose ARCHIVE_TRANSPORT =
      new KeyPurpose("archive-transport", Capability.DECRYPT);

  /** Signs the orders of a registration authority (ES256). */
  public static final KeyPurpose RA_ORDER = new KeyPurpose("ra-order", Capability.SIGN);

  public KeyPurpose {
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("purpose must be lower-case words joined by hyphens");
    }
  }
}
