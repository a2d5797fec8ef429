package org.vouchseal.model;

/**
 * The name of a certificate profile as it stands in CMP paths, e.g. {@code encryption-compat}.
 *
 * @param value 1 to 64 characters of a-z, 0-9 and hyphen
 */
public record ProfileName(String value) {

  public static final ProfileName SIGNING = new ProfileName("signing");
  public static final ProfileName ENCRYPTION = new ProfileName("encryption");
  public static final ProfileName ENCRYPTION_COMPAT = new ProfileName("encryption-compat");
  public static final ProfileName ENCRYPTION_CLOUD = new ProfileName("encryption-cloud");

  /** Encryption keys that the client makes and brings to escrow. */
  public static final ProfileName ENCRYPTION_CLIENT = new ProfileName("encryption-client");

  public ProfileName {
    value = Opaque.checked(value, "profile");
  }

  @Override
  public String toString() {
    return value;
  }
}
