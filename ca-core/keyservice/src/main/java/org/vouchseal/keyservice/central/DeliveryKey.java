package org.vouchseal.keyservice.central;

import java.util.Optional;

/**
 * A public key to which an envelope may be closed; found fit by {@link RequestVerifier}.
 *
 * @param subjectPublicKeyInfo DER; not copied
 * @param curve true for an elliptic curve (key agreement), false for RSA (key transport)
 * @param keyIdentifier its subject key identifier; not copied
 * @param certificate DER of the one it comes from; empty for a key without; not copied
 */
public record DeliveryKey(
    byte[] subjectPublicKeyInfo,
    boolean curve,
    byte[] keyIdentifier,
    Optional<byte[]> certificate) {}
