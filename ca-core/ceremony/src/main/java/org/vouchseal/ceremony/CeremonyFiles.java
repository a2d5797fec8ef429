package org.vouchseal.ceremony;

/** Names of the files in the public folder. */
final class CeremonyFiles {

  /** The plan as performed; first file of all. */
  static final String PLAN = "recorded/plan.properties";

  static final String ROOT_CRL = "root.crl";

  private CeremonyFiles() {}

  /** The bytes to be signed for a later revocation list of the root. */
  static String rootCrlRecord(long number) {
    return record("root-" + number + ".crl");
  }

  static String certificate(String name) {
    return name + ".cer";
  }

  static String publicKey(String name) {
    return name + ".spki";
  }

  /** The bytes to be signed for a signed file. */
  static String record(String signedFile) {
    return "recorded/" + signedFile + ".tbs";
  }
}
