package org.vouchseal.model;

/**
 * The customer on whose behalf something is done; a fence that no query crosses.
 *
 * @param value 1 to 64 characters of a-z, 0-9 and hyphen
 */
public record TenantId(String value) {

  /** The one tenant of an installation that serves a single customer. */
  public static final TenantId MAIN = new TenantId("main");

  public TenantId {
    value = Opaque.checked(value, "tenant");
  }

  @Override
  public String toString() {
    return value;
  }
}
