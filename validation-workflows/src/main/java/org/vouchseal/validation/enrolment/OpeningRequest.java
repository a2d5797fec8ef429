package org.vouchseal.validation.enrolment;

import java.util.Set;

/**
 * What somebody asks for, not yet checked.
 *
 * @param mailbox as typed
 * @param tier as typed
 * @param claims names of the claims given
 * @param language as typed
 */
public record OpeningRequest(String mailbox, String tier, Set<String> claims, String language) {

  public OpeningRequest {
    claims = Set.copyOf(claims);
  }
}
