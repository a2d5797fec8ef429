package org.vouchseal.messages.order;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.messages.fixtures.TestCa;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.DirectoryOrder;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevalidationOrder;
import org.vouchseal.model.RevocationOrder;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;

/** Orders as tests need them. */
final class Orders {

  static final CryptoProviders PROVIDERS =
      CryptoProviders.of(System.getProperty("vouchseal.crypto", "auto"));
  static final String DIGEST = "ab".repeat(32);

  private Orders() {}

  static OrderReader reader() {
    return new OrderReader(new ForeignSignatures(PROVIDERS));
  }

  static EnrolmentOrder enrolment(String ra, String secretDigest, Optional<String> copy) {
    return new EnrolmentOrder(
        ra,
        "jti-1",
        TenantId.MAIN,
        new Reference("ref-1"),
        Optional.of("jti-0"),
        new OwnerId("owner-1"),
        Optional.empty(),
        AssuranceTier.V1,
        SubjectName.commonName("alice@example.org"),
        List.of(Mailbox.parse("alice@example.org"), Mailbox.parse("jürgen@example.org")),
        copy.isPresent()
            ? List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION_COMPAT)
            : List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION),
        Duration.ofDays(730),
        TestCa.NOW.plus(Duration.ofDays(30)),
        DIGEST,
        TestCa.NOW,
        TestCa.NOW.plusSeconds(600),
        secretDigest,
        copy);
  }

  static RevalidationOrder revalidation(String ra) {
    return new RevalidationOrder(
        ra,
        "jti-3",
        TenantId.MAIN,
        new Reference("ref-1"),
        "jti-1",
        TestCa.NOW.plus(Duration.ofDays(60)),
        DIGEST,
        TestCa.NOW,
        TestCa.NOW.plusSeconds(60));
  }

  static RevocationOrder revocation(String ra, Optional<SerialNumber> serial) {
    return new RevocationOrder(
        ra,
        "jti-2",
        TenantId.MAIN,
        new Reference("ref-1"),
        serial,
        RevocationReason.KEY_COMPROMISE,
        TestCa.NOW,
        TestCa.NOW.plusSeconds(60));
  }

  static DirectoryOrder directory(String ra, boolean listed) {
    return new DirectoryOrder(
        ra,
        "jti-3",
        TenantId.MAIN,
        new Reference("ref-1"),
        listed,
        TestCa.NOW,
        TestCa.NOW.plusSeconds(60));
  }
}
