package org.vouchseal.issuing.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.vouchseal.issuing.cmp.CmpSettings;
import org.vouchseal.issuing.crl.CrlSettings;
import org.vouchseal.issuing.issuance.IssuanceSettings;
import org.vouchseal.issuing.registrar.RegistrarSettings;

/**
 * What an operator may set of issuing.
 *
 * @param reservedPolicy whether certificates assert the policy of the CA/Browser Forum as well
 * @param blockedKeys file of keys that are never certified
 * @param rules what the room decides by; no operator sets them
 */
public record IssuingSettings(
    boolean reservedPolicy,
    Optional<Path> blockedKeys,
    IssuanceSettings issuance,
    CrlSettings crl,
    RegistrarSettings registrar,
    CmpSettings cmp,
    IssuingRules rules) {

  /** No reserved policy, no list of blocked keys, and every room's own defaults. */
  public static final IssuingSettings DEFAULT =
      new IssuingSettings(
          false,
          Optional.empty(),
          IssuanceSettings.DEFAULT,
          CrlSettings.DEFAULT,
          RegistrarSettings.DEFAULT,
          CmpSettings.DEFAULT,
          IssuingRules.STANDARD);

  /** These with another choice of policy. */
  public IssuingSettings withReservedPolicy(boolean asserted) {
    return new IssuingSettings(asserted, blockedKeys, issuance, crl, registrar, cmp, rules);
  }

  /** These with a list of keys that are never certified. */
  public IssuingSettings withBlockedKeys(Optional<Path> file) {
    return new IssuingSettings(reservedPolicy, file, issuance, crl, registrar, cmp, rules);
  }

  /** These with another time in which a former owner may object. */
  public IssuingSettings withSuccessionDelay(Duration delay) {
    return new IssuingSettings(
        reservedPolicy,
        blockedKeys,
        issuance,
        crl,
        registrar.withSuccessionDelay(delay),
        cmp,
        rules);
  }

  /** These with other rules and another door. */
  public IssuingSettings with(IssuingRules others, CmpSettings door) {
    return new IssuingSettings(reservedPolicy, blockedKeys, issuance, crl, registrar, door, others);
  }

  /** These with another number of revocation lists for new certificates. */
  public IssuingSettings withCrlShards(int shards) {
    return new IssuingSettings(
        reservedPolicy, blockedKeys, issuance.withCrlShards(shards), crl, registrar, cmp, rules);
  }
}
