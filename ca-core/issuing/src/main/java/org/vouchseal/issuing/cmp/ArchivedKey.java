package org.vouchseal.issuing.cmp;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * An encryption key that the client made; the key service proves its possession by the private half
 * that is sent along.
 *
 * @param key the template's publicKey
 * @param certificateEncrypted whether the client asked to prove possession once more by opening the
 *     certificate (encrCert, RFC 9810 §5.2.8.3)
 */
record ArchivedKey(SubjectPublicKeyInfo key, boolean certificateEncrypted) {}
