package org.vouchseal.validation.order;

import java.util.Optional;

/**
 * An order as it travels.
 *
 * @param jti its unique name
 * @param jws compact JWS; kept as evidence
 * @param secret compact JWE to the registrar; never kept
 * @param keyServiceSecret compact JWE to the key service, when profile encryption-compat is ordered
 */
public record SealedOrder(
    String jti, String jws, String secret, Optional<String> keyServiceSecret) {

  @Override
  public String toString() {
    return "order " + jti;
  }
}
