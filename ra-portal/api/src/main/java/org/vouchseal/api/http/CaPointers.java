package org.vouchseal.api.http;

import java.util.List;

/**
 * What an applicant needs to know of the certificate authority.
 *
 * @param publicUrl the address of the service, without a slash at the end
 * @param trustAnchors root certificates as PEM
 */
public record CaPointers(String publicUrl, List<String> trustAnchors) {

  public CaPointers {
    trustAnchors = List.copyOf(trustAnchors);
  }

  String cmp() {
    return publicUrl + "/.well-known/cmp";
  }

  String enrolment(String id) {
    return publicUrl + "/api/v1/enrolments/" + id;
  }
}
