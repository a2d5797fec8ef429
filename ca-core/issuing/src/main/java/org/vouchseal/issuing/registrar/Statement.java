package org.vouchseal.issuing.registrar;

import java.time.Instant;
import org.vouchseal.model.Reference;

/**
 * A statement of a registration authority that was accepted, as kept for evidence.
 *
 * @param ra who signed
 * @param jti unique for that signer
 * @param kind {@link #ENROLMENT}, {@code revocation}, {@code revalidation}, {@code directory}, or
 *     {@link #CMP}
 * @param reference the order it is about
 * @param jws the compact JWS as it came; of kind {@link #CMP} base64 of the PKIMessage
 * @param jwsDigest SHA-256 of its ASCII, 64 lower-case hexadecimal digits
 * @param acceptedAt when
 */
public record Statement(
    String ra,
    String jti,
    String kind,
    Reference reference,
    String jws,
    String jwsDigest,
    Instant acceptedAt) {

  /** A signed order for one applicant. */
  static final String ENROLMENT = "enrolment";

  /** An ir under the signature of a registration authority, which is such an order. */
  static final String CMP = "cmp";

  /** The kind of a statement that an applicant was validated anew. */
  public static final String REVALIDATION = "revalidation";

  /** Whether it orders an enrolment. */
  boolean enrols() {
    return kind.equals(ENROLMENT) || kind.equals(CMP);
  }
}
