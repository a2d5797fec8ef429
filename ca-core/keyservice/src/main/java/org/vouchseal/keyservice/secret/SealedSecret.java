package org.vouchseal.keyservice.secret;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.model.Canonical;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;

/**
 * A secret as it is stored.
 *
 * @param reference name of the order
 * @param tenant the customer
 * @param jti which of the orders of that name
 * @param secretDigest SHA-256 of the compact JWE it came in, 64 lower-case hexadecimal digits
 * @param orderedAt when that order was made
 * @param expiresAt from when on it is not used
 * @param sealed the secret under the token's key; empty when spent, and then for ever
 */
public record SealedSecret(
    Reference reference,
    TenantId tenant,
    String jti,
    String secretDigest,
    Instant orderedAt,
    Instant expiresAt,
    Optional<Wrapped> sealed) {

  static byte[] boundTo(TenantId tenant, Reference reference, String jti) {
    return Canonical.of("ksec1").text(tenant.value()).text(reference.value()).text(jti).bytes();
  }

  byte[] boundTo() {
    return boundTo(tenant, reference, jti);
  }
}
