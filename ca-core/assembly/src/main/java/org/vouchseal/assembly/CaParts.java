package org.vouchseal.assembly;

import java.security.SecureRandom;
import java.time.Clock;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.boot.IssuingSettings;
import org.vouchseal.keyservice.boot.KeyServiceSettings;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;

/**
 * What the CA rooms of one machine are put together from.
 *
 * @param node name of this node, at most 64 characters
 * @param boot another value at each start of this node
 * @param issuingSchema name of the schema of issuing, views of which the status room reads
 */
public record CaParts(
    RoomAccess issuing,
    RoomAccess keyService,
    RoomAccess status,
    CryptoProviders providers,
    PkiDirectory directory,
    Clock clock,
    SecureRandom random,
    HaltPoint haltPoint,
    String node,
    String boot,
    IssuingSettings issuingSettings,
    KeyServiceSettings keyServiceSettings,
    String issuingSchema) {

  /** With schemas that have the names of their rooms. */
  public CaParts(
      RoomAccess issuing,
      RoomAccess keyService,
      RoomAccess status,
      CryptoProviders providers,
      PkiDirectory directory,
      Clock clock,
      SecureRandom random,
      HaltPoint haltPoint,
      String node,
      String boot,
      IssuingSettings issuingSettings,
      KeyServiceSettings keyServiceSettings) {
    this(
        issuing,
        keyService,
        status,
        providers,
        directory,
        clock,
        random,
        haltPoint,
        node,
        boot,
        issuingSettings,
        keyServiceSettings,
        "issuing");
  }
}
