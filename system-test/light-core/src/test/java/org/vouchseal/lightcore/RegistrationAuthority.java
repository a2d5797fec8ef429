package org.vouchseal.lightcore;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;

/** Signs orders with the key that the ceremony made for the registration authority. */
final class RegistrationAuthority {

  private static final String NAME = "main";

  private final SecureRandom random = new SecureRandom();
  private final SigningKey key;
  private final PublicKey recipient;

  RegistrationAuthority(DrillGround ground) {
    this.key = ground.token("ra").signing(KeyPurpose.RA_ORDER);
    try {
      this.recipient =
          KeyFactory.getInstance("EC")
              .generatePublic(
                  new X509EncodedKeySpec(ground.directory().publicKey("order-decryption")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An order as it is posted, and what its applicant is told. */
  record Enrolment(String reference, String mailbox, String secret, String json) {}

  /** An order for both halves of a pair, not posted yet. */
  Enrolment order(String mailbox) {
    return order(mailbox, List.of(ProfileName.SIGNING, ProfileName.ENCRYPTION));
  }

  /** The same for other profiles. */
  Enrolment order(String mailbox, List<ProfileName> profiles) {
    Reference reference = Reference.random(random);
    String jti = "jti-" + Reference.random(random).value();
    String secret = secret();
    String jwe =
        OrderWriter.secret(
            OrderWriter.secretHeader("order-decryption", reference.value(), jti).build(),
            secret,
            recipient);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    EnrolmentOrder order =
        new EnrolmentOrder(
            NAME,
            jti,
            TenantId.MAIN,
            reference,
            Optional.empty(),
            OwnerId.random(random),
            Optional.empty(),
            AssuranceTier.V1,
            SubjectName.commonName(mailbox),
            List.of(Mailbox.parse(mailbox)),
            profiles,
            Duration.ofDays(365),
            now.plus(Duration.ofDays(300)),
            "ab".repeat(32),
            now,
            now.plus(Duration.ofMinutes(5)),
            OrderWriter.digest(jwe),
            Optional.empty());
    String json = "{\"order\":\"" + signed(order) + "\",\"secret\":\"" + jwe + "\"}";
    return new Enrolment(reference.value(), mailbox, secret, json);
  }

  private String signed(EnrolmentOrder order) {
    OrderWriter form = new OrderWriter(NAME);
    String input =
        base64(text(JSONObjectUtils.toJSONString(form.header("vouchseal-order+jwt"))))
            + "."
            + base64(text(JSONObjectUtils.toJSONString(form.claims(order))));
    try {
      return input + "." + base64(ECDSA.transcodeSignatureToConcat(key.sign(text(input)), 64));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String secret() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 26; i++) {
      text.append("0123456789abcdefghjkmnpqrstvwxyz".charAt(random.nextInt(32)));
    }
    return text.toString();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
