package org.vouchseal.messages.order;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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

/** The claims of an order as the field's words; throws {@link MalformedOrder} or refuses. */
final class OrderClaims {

  private static final Duration LONGEST_LIFE = Duration.ofSeconds(600);
  private static final int MAX_LIST = 16;

  private OrderClaims() {}

  static RegistrarOrder order(StrictJson claims, String audience) {
    Envelope envelope = envelope(claims, audience);
    String kind = claims.text("kind");
    RegistrarOrder order =
        switch (kind) {
          case "enrolment" -> new RegistrarOrder.Enrolment(enrolment(claims, envelope));
          case "revocation" -> new RegistrarOrder.Revocation(revocation(claims, envelope));
          case "revalidation" -> new RegistrarOrder.Revalidation(revalidation(claims, envelope));
          case "directory" -> new RegistrarOrder.Directory(directory(claims, envelope));
          case "decision" -> throw new MalformedOrder("kind decision is not supported here");
          default ->
              throw new MalformedOrder(
                  "kind is none of enrolment, revocation, revalidation, directory, decision");
        };
    claims.nothingElse();
    return order;
  }

  static OrderQuery query(StrictJson claims, String audience) {
    Envelope envelope = envelope(claims, audience);
    Reference reference = claims.text("reference", Reference::new);
    claims.nothingElse();
    return new OrderQuery(envelope.ra, reference, envelope.issuedAt, envelope.expiresAt);
  }

  static WaitingQuery waitingQuery(StrictJson claims, String audience) {
    Envelope envelope = envelope(claims, audience);
    Optional<Reference> after = claims.optionalText("after").map(Reference::new);
    claims.nothingElse();
    return new WaitingQuery(envelope.ra, after, envelope.issuedAt, envelope.expiresAt);
  }

  private static Envelope envelope(StrictJson claims, String audience) {
    String ra = identifier(claims, "iss");
    if (!claims.text("aud").equals(audience)) {
      throw new MalformedOrder("aud is not " + audience);
    }
    Instant issuedAt = claims.seconds("iat");
    Instant expiresAt = claims.seconds("exp");
    Duration life = Duration.between(issuedAt, expiresAt);
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
      throw new MalformedOrder(
          "exp is "
              + life.toSeconds()
              + " s after iat, allowed are 1 to "
              + LONGEST_LIFE.toSeconds());
    }
    return new Envelope(ra, issuedAt, expiresAt);
  }

  private static EnrolmentOrder enrolment(StrictJson claims, Envelope envelope) {
    List<ProfileName> profiles = list(claims, "profiles").stream().map(ProfileName::new).toList();
    long validity = claims.number("validitySeconds");
    if (validity <= 0) {
      throw new MalformedOrder("validitySeconds is " + validity + ", must be positive");
    }
    Optional<String> keyServiceSecret =
        claims.optionalText("keyServiceSecretDigest").map(t -> digest("keyServiceSecretDigest", t));
    if (keyServiceSecret.isPresent() != profiles.contains(ProfileName.ENCRYPTION_COMPAT)) {
      throw new MalformedOrder(
          "keyServiceSecretDigest goes with the profile encryption-compat, and only with it");
    }
    return new EnrolmentOrder(
        envelope.ra,
        identifier(claims, "jti"),
        claims.text("tenant", TenantId::new),
        claims.text("reference", Reference::new),
        claims.optionalText("supersedes").map(t -> identifier("supersedes", t)),
        claims.text("owner", OwnerId::new),
        claims.optionalText("ownerProof").map(OrderClaims::base64),
        claims.text("tier", AssuranceTier::valueOf),
        subject(claims),
        list(claims, "mailboxes").stream().map(OrderClaims::mailbox).toList(),
        profiles,
        Duration.ofSeconds(validity),
        claims.seconds("reusableUntil"),
        digest("caseDigest", claims.text("caseDigest")),
        envelope.issuedAt,
        envelope.expiresAt,
        digest("secretDigest", claims.text("secretDigest")),
        keyServiceSecret);
  }

  private static RevocationOrder revocation(StrictJson claims, Envelope envelope) {
    String reason = claims.text("reason");
    return new RevocationOrder(
        envelope.ra,
        identifier(claims, "jti"),
        claims.text("tenant", TenantId::new),
        claims.text("reference", Reference::new),
        claims.optionalText("serial").map(OrderClaims::serial),
        RevocationReason.ofLabel(reason)
            .orElseThrow(() -> new MalformedOrder("reason is no reason that is accepted here")),
        envelope.issuedAt,
        envelope.expiresAt);
  }

  private static DirectoryOrder directory(StrictJson claims, Envelope envelope) {
    return new DirectoryOrder(
        envelope.ra,
        identifier(claims, "jti"),
        claims.text("tenant", TenantId::new),
        claims.text("reference", Reference::new),
        claims.truth("listed"),
        envelope.issuedAt,
        envelope.expiresAt);
  }

  private static RevalidationOrder revalidation(StrictJson claims, Envelope envelope) {
    return new RevalidationOrder(
        envelope.ra,
        identifier(claims, "jti"),
        claims.text("tenant", TenantId::new),
        claims.text("reference", Reference::new),
        identifier(claims, "extends"),
        claims.seconds("reusableUntil"),
        digest("caseDigest", claims.text("caseDigest")),
        envelope.issuedAt,
        envelope.expiresAt);
  }

  private static SubjectName subject(StrictJson claims) {
    return new SubjectName(
        claims.objects("subject").stream()
            .map(
                attribute -> {
                  String type = attribute.text("type");
                  String value = attribute.text("value");
                  attribute.nothingElse();
                  return new SubjectName.Attribute(attributeType(type), value);
                })
            .toList());
  }

  private static SubjectName.AttributeType attributeType(String label) {
    return Arrays.stream(SubjectName.AttributeType.values())
        .filter(type -> type.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new MalformedOrder("subject has an attribute of unknown type"));
  }

  /**
   * The order's mailboxes stand in their one form already: what was mailed is what is certified.
   */
  private static Mailbox mailbox(String address) {
    Mailbox mailbox = Mailbox.parse(address);
    if (!mailbox.address().equals(address)) {
      throw new MalformedOrder("a mailbox is not in its canonical form");
    }
    return mailbox;
  }

  private static List<String> list(StrictJson claims, String name) {
    List<String> texts = claims.texts(name);
    if (texts.isEmpty()
        || texts.size() > MAX_LIST
        || texts.stream().distinct().count() < texts.size()) {
      throw new MalformedOrder(
          name + " has " + texts.size() + " entries, allowed are 1 to " + MAX_LIST + ", distinct");
    }
    return texts;
  }

  private static SerialNumber serial(String hex) {
    SerialNumber serial = SerialNumber.ofHex(hex);
    if (!serial.hex().equals(hex)) {
      throw new MalformedOrder("serial is not lower-case hexadecimal in its shortest form");
    }
    return serial;
  }

  private static String identifier(StrictJson claims, String name) {
    return identifier(name, claims.text(name));
  }

  private static String identifier(String name, String value) {
    if (!value.matches("[A-Za-z0-9._:-]{1,64}")) {
      throw new MalformedOrder(name + " must be 1 to 64 letters, digits, dots, colons, hyphens");
    }
    return value;
  }

  private static String digest(String name, String hex) {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new MalformedOrder(name + " must be 64 lower-case hexadecimal digits");
    }
    return hex;
  }

  private static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }

  private record Envelope(String ra, Instant issuedAt, Instant expiresAt) {}
}
