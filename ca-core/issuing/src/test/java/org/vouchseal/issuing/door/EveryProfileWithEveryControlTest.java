package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.ProfileName;

/**
 * Every profile, every set of controls, every key usage in the template, with and without a key.
 */
class EveryProfileWithEveryControlTest extends OneIssuing {

  private static final Map<String, AttributeTypeAndValue> CONTROLS = new LinkedHashMap<>();

  static {
    CONTROLS.put("protocolEncrKey", control("1.3.6.1.5.5.7.5.1.6", true));
    CONTROLS.put("pkiArchiveOptions", Archiving.control());
    CONTROLS.put("regToken", control("1.3.6.1.5.5.7.5.1.1", false));
    CONTROLS.put("oldCertID", control("1.3.6.1.5.5.7.5.1.5", false));
    CONTROLS.put("unknown", control("1.2.3.4", false));
  }

  private static final List<Integer> USAGES =
      List.of(
          0,
          KeyUsage.digitalSignature,
          KeyUsage.nonRepudiation,
          KeyUsage.keyEncipherment,
          KeyUsage.keyAgreement,
          KeyUsage.digitalSignature | KeyUsage.keyEncipherment);

  private static AttributeTypeAndValue control(String type, boolean key) {
    return new AttributeTypeAndValue(
        new ASN1ObjectIdentifier(type),
        key ? Applicant.spki(TestSigningKey.pair(KeyAlgorithm.P256)) : new DERUTF8String("text"));
  }

  @Test
  void privateKeyGoesToTheArchive_forOneProfileAlone() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    int tried = 0;
    for (ProfileName profile : Room.ALL_PROFILES) {
      for (int set = 0; set < 1 << CONTROLS.size(); set++) {
        List<String> names = names(set);
        for (int usage : USAGES) {
          for (boolean withKey : new boolean[] {true, false}) {
            boolean archives =
                profile.equals(ProfileName.ENCRYPTION_CLIENT)
                    && names.equals(List.of("pkiArchiveOptions"))
                    && withKey;
            if (usage != 0 && !names.contains("pkiArchiveOptions")) {
              continue;
            }
            assertJudged(anna, profile, names, usage, withKey, archives);
            tried++;
          }
        }
      }
    }
    assertThat(tried).isEqualTo(5 * (16 * 2 + 16 * 2 * 6));
  }

  private void assertJudged(
      Applicant anna,
      ProfileName profile,
      List<String> names,
      int usage,
      boolean withKey,
      boolean archives) {
    String what = profile + " with " + names + ", usage " + usage + ", key " + withKey;
    issuing.clock.advance(Duration.ofSeconds(1)); // the pace of one sender
    issuing.keyService.archived.clear();
    issuing.keyService.requests.clear();
    KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);

    Applicant.Answer answer =
        anna.send("/p/" + profile, anna.signed(request(anna, key, names, usage, withKey)));

    assertThat(issuing.keyService.archived).as(what).hasSize(archives ? 1 : 0);
    if (names.contains("pkiArchiveOptions") && !archives) {
      assertThat(answer.failure())
          .as(what)
          .isEqualTo(
              withKey || names.size() > 1 || !profile.equals(ProfileName.ENCRYPTION_CLIENT)
                  ? "badRequest"
                  : "badCertTemplate");
      assertThat(issuing.keyService.requests).as(what).isEmpty();
    }
    if (answer.type() == PKIBody.TYPE_CERT_REP) {
      KeyUsage given = KeyUsage.fromExtensions(answer.certificate().getExtensions());
      boolean encrypts =
          given.hasUsages(KeyUsage.keyAgreement) || given.hasUsages(KeyUsage.keyEncipherment);
      assertThat(encrypts).as(what).isEqualTo(!profile.equals(ProfileName.SIGNING));
      assertThat(given.hasUsages(KeyUsage.digitalSignature)).as(what).isNotEqualTo(encrypts);
      assertThat(issuing.keyService.archived.size() + issuing.keyService.requests.size())
          .as(what)
          .isEqualTo(encrypts ? 1 : 0);
      assertThat(anna.send("/p/" + profile, anna.signed(anna.rejecting(answer))).type())
          .as(what)
          .isEqualTo(PKIBody.TYPE_CONFIRM);
    }
  }

  private static List<String> names(int set) {
    List<String> names = new ArrayList<>();
    int bit = 0;
    for (String name : CONTROLS.keySet()) {
      if ((set >> bit++ & 1) == 1) {
        names.add(name);
      }
    }
    return names;
  }

  private static CmpWriter request(
      Applicant anna, KeyPair key, List<String> names, int usage, boolean withKey) {
    CertTemplateBuilder template =
        new CertTemplateBuilder().setSubject(new X500Name(anna.subject()));
    if (withKey) {
      template.setPublicKey(Applicant.spki(key));
    }
    if (usage != 0) {
      try {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        template.setExtensions(extensions.generate());
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }
    AttributeTypeAndValue[] all =
        names.stream().map(CONTROLS::get).toArray(AttributeTypeAndValue[]::new);
    CertRequest request =
        new CertRequest(
            new org.bouncycastle.asn1.ASN1Integer(0),
            template.build(),
            all.length == 0 ? null : new Controls(all));
    boolean signs = withKey && !names.contains("pkiArchiveOptions");
    ProofOfPossession proof =
        signs ? CmpWriter.signed(request, key.getPrivate(), "SHA256withECDSA") : null;
    return anna.writer().pvno(3).request(PKIBody.TYPE_CERT_REQ, request, proof);
  }
}
