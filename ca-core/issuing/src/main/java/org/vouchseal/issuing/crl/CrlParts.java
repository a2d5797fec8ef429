package org.vouchseal.issuing.crl;

import java.time.Clock;
import java.util.List;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.issuing.x509.CrlCodec;
import org.vouchseal.issuing.x509.SecondReading;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;

/**
 * What publishing is put together from.
 *
 * @param authorities the CAs whose keys are here
 * @param shards among how many shards new certificates of subscribers are spread; their lists are
 *     there before the certificates
 */
public record CrlParts(
    List<IssuingAuthority> authorities,
    int shards,
    CertificateAddresses addresses,
    CrlStore store,
    CrlCodec codec,
    TbsSigner signer,
    SecondReading secondReading,
    PublishingRight right,
    Transactions transactions,
    AuditTrail audit,
    Clock clock,
    HaltPoint halt,
    CrlSettings settings) {

  public CrlParts {
    authorities = List.copyOf(authorities);
  }

  /** Puts the use case together. */
  public PublishDueCrls publishDueCrls() {
    return new PublishDueCrls(this);
  }
}
