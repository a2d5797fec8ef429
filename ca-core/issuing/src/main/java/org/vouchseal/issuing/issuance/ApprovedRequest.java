package org.vouchseal.issuing.issuance;

import org.vouchseal.issuing.profile.CertificateProfile;

/**
 * A request whose key, receipt and names fit its profile, and which says what the signed order
 * says. Made by {@link RequestCheck} alone; nothing is planned from anything else.
 */
final class ApprovedRequest {

  private final IssuanceRequest request;
  private final CertificateProfile profile;
  private final IssuingAuthority authority;

  ApprovedRequest(IssuanceRequest request, CertificateProfile profile, IssuingAuthority authority) {
    this.request = request;
    this.profile = profile;
    this.authority = authority;
  }

  IssuanceRequest request() {
    return request;
  }

  CertificateProfile profile() {
    return profile;
  }

  IssuingAuthority authority() {
    return authority;
  }
}
