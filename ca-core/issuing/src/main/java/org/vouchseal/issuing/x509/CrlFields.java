package org.vouchseal.issuing.x509;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.hsm.SignatureAlgorithm;

/**
 * What a revocation list says beside its entries.
 *
 * @param thisUpdate whole seconds
 * @param nextUpdate whole seconds
 * @param distributionPoint the address that the certificates of its scope carry; empty for the list
 *     of all certificates, which has no issuingDistributionPoint
 */
public record CrlFields(
    IssuerCertificate issuer,
    SignatureAlgorithm algorithm,
    long number,
    Instant thisUpdate,
    Instant nextUpdate,
    Optional<String> distributionPoint) {}
