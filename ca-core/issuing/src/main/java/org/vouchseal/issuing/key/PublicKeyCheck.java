package org.vouchseal.issuing.key;

import java.util.Optional;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.model.SpkiDigest;

/**
 * Decides whether a profile may certify a public key (SBR §6.1.1.3, §6.1.5, §6.1.6). Does not see
 * whether anybody holds the private half.
 */
public final class PublicKeyCheck {

  private final SubjectKeyReader reader;
  private final KeyBlocklist blocklist;

  public PublicKeyCheck(SubjectKeyReader reader, KeyBlocklist blocklist) {
    this.reader = reader;
    this.blocklist = blocklist;
  }

  /** The first fault of the key; empty when the profile may certify it. */
  public Optional<KeyFault> fault(CertificateProfile profile, byte[] subjectPublicKeyInfo) {
    SubjectKey key;
    try {
      key = reader.read(subjectPublicKeyInfo);
    } catch (UnreadableKey e) {
      return Optional.of(KeyFault.notAllowed(String.valueOf(e.getMessage())));
    }
    if (profile.keys().stream().noneMatch(rule -> rule.allows(key.family(), key.bits()))) {
      return Optional.of(
          KeyFault.notAllowed(
              key.family() + " key of " + key.bits() + " bits, allowed are " + profile.keys()));
    }
    if (blocklist.contains(SpkiDigest.of(subjectPublicKeyInfo), key)) {
      return Optional.of(KeyFault.weak("the key is on the list of known bad keys"));
    }
    if (key instanceof SubjectKey.Rsa rsa) {
      return RsaWeakness.of(rsa, profile.rsaExponent());
    }
    if (key instanceof SubjectKey.Ec ec) {
      return CurvePoints.fault(ec);
    }
    return CurvePoints.fault((SubjectKey.Ed25519) key);
  }
}
