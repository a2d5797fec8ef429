package org.vouchseal.issuing.cmp;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;

/** Turns a fault of ours into an answer that names an incident, and a log entry with all of it. */
final class Incidents {

  private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);
  private static final int OCTETS = 6;

  private final SecureRandom random;

  Incidents(SecureRandom random) {
    this.random = random;
  }

  CmpRefusal of(RuntimeException fault) {
    byte[] octets = new byte[OCTETS];
    random.nextBytes(octets);
    String incident = HexFormat.of().formatHex(octets);
    LOG.error("incident {}", incident, fault);
    return new CmpRefusal(
        CmpFailure.SYSTEM_FAILURE,
        "something failed on our side, incident " + incident + "; repeat the same message later");
  }
}
