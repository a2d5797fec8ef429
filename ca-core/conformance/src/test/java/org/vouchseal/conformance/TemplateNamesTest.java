package org.vouchseal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.issuing.cmp.CertifiedNames;
import org.vouchseal.issuing.cmp.RequestedNames;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;

/** Which names of a template are certified, whatever suites put into it. */
class TemplateNamesTest {

  private static final Order ORDER =
      new Order(
          StandingOrder.REFERENCE,
          "main",
          "jti",
          TenantId.MAIN,
          new OwnerId("owner"),
          AssuranceTier.V1,
          SubjectName.EMPTY,
          List.of(StandingOrder.MAILBOX),
          List.of(ProfileName.SIGNING),
          Duration.ofDays(1),
          Instant.EPOCH,
          "0".repeat(64),
          Instant.EPOCH,
          Instant.EPOCH,
          Order.State.OPEN,
          Optional.empty());

  private static Outcome<CertifiedNames, CmpRefusal> names(String subject, GeneralName... names) {
    CertTemplateBuilder template = new CertTemplateBuilder();
    if (!subject.isEmpty()) {
      template.setSubject(new X500Name(subject));
    }
    try {
      if (names.length > 0) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        template.setExtensions(extensions.generate());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FreeNames()
        .of(new RequestedNames.Asked(template.build(), ORDER, true, Optional.empty()));
  }

  private static CertifiedNames certified(String subject, GeneralName... names) {
    return names(subject, names).result().orElseThrow();
  }

  private static GeneralName mail(String address) {
    return new GeneralName(GeneralName.rfc822Name, address);
  }

  @Test
  void mailboxes_areTakenOnceAndTheOrdersOtherwise() {
    assertThat(certified("CN=x").mailboxes()).containsExactly(StandingOrder.MAILBOX);
    assertThat(certified("CN=x", mail("a@example.org"), mail("a@example.org")).mailboxes())
        .containsExactly(Mailbox.parse("a@example.org"));
    assertThat(certified("", mail("a@example.org")).subject()).isEqualTo(SubjectName.EMPTY);
  }

  @Test
  void otherAlternativeNames_areLeftOutAndItIsSaid() {
    CertifiedNames names =
        certified("CN=x", new GeneralName(GeneralName.dNSName, "example.org"), mail("a@b.example"));
    assertThat(names.mailboxes()).containsExactly(Mailbox.parse("a@b.example"));
    assertThat(names.withModifications()).isTrue();
    assertThat(certified("CN=x").withModifications()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OU=unit", "CN=a+O=b", "DC=example,CN=x"})
  void whatNoProfileCertifies_isBadCertTemplate(String subject) {
    assertThat(names(subject).fault().orElseThrow().failure())
        .isEqualTo(CmpFailure.BAD_CERT_TEMPLATE);
  }

  @Test
  void whatIsNoMailbox_isBadCertTemplate() {
    assertThat(names("CN=x", mail("no mailbox")).fault().orElseThrow().failure())
        .isEqualTo(CmpFailure.BAD_CERT_TEMPLATE);
  }
}
