package org.vouchseal.keyservice.central;

/**
 * A public key to which an envelope may be closed; found fit by {@link RequestVerifier}.
 *
 * @param subjectPublicKeyInfo DER; not copied
 * @param curve true for an elliptic curve (key agreement), false for RSA (key transport)
 * @param keyIdentifier its subject key identifier; not copied
 */
public record DeliveryKey(byte[] subjectPublicKeyInfo, boolean curve, byte[] keyIdentifier) {}
