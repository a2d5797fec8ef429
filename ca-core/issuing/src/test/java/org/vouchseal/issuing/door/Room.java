package org.vouchseal.issuing.door;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.issuing.boot.RegistrarAssembly;
import org.vouchseal.issuing.cmp.CmpHttpRequest;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.issuing.http.RegistrarHttpRequest;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.Job;

/** The doors of an issuing room, whatever it keeps its rows in, and what is sent to them. */
abstract class Room {

  static final List<ProfileName> ALL_PROFILES =
      List.of(
          ProfileName.SIGNING,
          ProfileName.ENCRYPTION,
          ProfileName.ENCRYPTION_COMPAT,
          ProfileName.ENCRYPTION_CLOUD,
          ProfileName.ENCRYPTION_CLIENT);

  final TestPki pki;
  final MovableClock clock = new MovableClock();
  final SecureRandom random = new SecureRandom();

  Room(TestPki pki) {
    this.pki = pki;
  }

  abstract RegistrarAssembly assembly();

  /** Runs every chore of the registrar and the CMP door once. */
  void runDue() {
    for (Job job : assembly().jobs()) {
      boolean unusedMore = job.work().getAsBoolean();
    }
  }

  /** Posts octets to the CMP door without HTTP in between. */
  CmpHttpResponse post(String path, byte[] body) {
    return assembly()
        .cmp()
        .respond(
            new CmpHttpRequest(
                "POST",
                path,
                Optional.of("application/pkixcmp"),
                new ByteArrayInputStream(body),
                ClientAddress.parse("127.0.0.1")));
  }

  /** A secret as a registration authority makes them. */
  String freshSecret() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 26; i++) {
      text.append("0123456789abcdefghjkmnpqrstvwxyz".charAt(random.nextInt(32)));
    }
    return text.toString();
  }

  /** An order that stands, with what the applicant was told. */
  record Enrolment(EnrolmentOrder order, String jws, String jwe, String secret) {
    String reference() {
      return order.reference().value();
    }

    String subject() {
      return "/CN=" + order.mailboxes().get(0).address();
    }
  }

  /** What an order says; tests change one thing. */
  record Wish(
      String reference,
      String owner,
      String mailbox,
      AssuranceTier tier,
      List<ProfileName> profiles,
      Optional<String> supersedes,
      Optional<byte[]> ownerProof,
      String jti) {

    Wish supersedes(String other) {
      return new Wish(
          reference, owner, mailbox, tier, profiles, Optional.of(other), ownerProof, jti + "-n");
    }

    Wish owner(String other) {
      return new Wish(reference, other, mailbox, tier, profiles, supersedes, ownerProof, jti);
    }

    Wish proof(byte[] proof) {
      return new Wish(
          reference, owner, mailbox, tier, profiles, supersedes, Optional.of(proof), jti);
    }

    Wish tier(AssuranceTier other) {
      return new Wish(reference, owner, mailbox, other, profiles, supersedes, ownerProof, jti);
    }

    Wish profiles(ProfileName... names) {
      return new Wish(reference, owner, mailbox, tier, List.of(names), supersedes, ownerProof, jti);
    }
  }

  Wish wish(String mailbox) {
    return new Wish(
        Reference.random(random).value(),
        OwnerId.random(random).value(),
        mailbox,
        AssuranceTier.V1,
        ALL_PROFILES,
        Optional.empty(),
        Optional.empty(),
        "jti-" + Reference.random(random).value());
  }

  Enrolment written(Wish wish) {
    String secret = freshSecret();
    String jwe =
        OrderWriter.secret(
            OrderWriter.secretHeader("order-decryption", wish.reference(), wish.jti()).build(),
            secret,
            pki.token.agreement(KeyPurpose.ORDER_DECRYPTION).publicKey());
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    boolean compat = wish.profiles().contains(ProfileName.ENCRYPTION_COMPAT);
    EnrolmentOrder order =
        new EnrolmentOrder(
            "main",
            wish.jti(),
            TenantId.MAIN,
            new Reference(wish.reference()),
            wish.supersedes(),
            new OwnerId(wish.owner()),
            wish.ownerProof(),
            wish.tier(),
            SubjectName.commonName(wish.mailbox()),
            List.of(Mailbox.parse(wish.mailbox())),
            wish.profiles(),
            Duration.ofDays(365),
            now.plus(Duration.ofDays(300)),
            "ab".repeat(32),
            now,
            now.plus(Duration.ofMinutes(5)),
            OrderWriter.digest(jwe),
            compat ? Optional.of(OrderWriter.digest(keyServiceCopy())) : Optional.empty());
    return new Enrolment(order, pki.ra.order(order), jwe, secret);
  }

  static String keyServiceCopy() {
    return "a.b.c.d.e";
  }

  RegistrarHttpResponse send(Enrolment enrolment) {
    String copy =
        enrolment.order().keyServiceSecretDigest().isPresent()
            ? ",\"keyServiceSecret\":\"" + keyServiceCopy() + "\""
            : "";
    return registrar(
        "POST",
        "/orders",
        "{\"order\":\""
            + enrolment.jws()
            + "\",\"secret\":\""
            + enrolment.jwe()
            + "\""
            + copy
            + "}",
        Optional.empty());
  }

  RegistrarHttpResponse registrar(
      String method, String path, String body, Optional<String> authorization) {
    return assembly()
        .registrarEndpoint()
        .respond(
            new RegistrarHttpRequest(
                true,
                method,
                path,
                authorization,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
  }

  /** Orders for a mailbox; the order stands when this returns. */
  Enrolment enrolment(String mailbox) {
    Enrolment enrolment = written(wish(mailbox));
    RegistrarHttpResponse answer = send(enrolment);
    if (answer.status() != 201) {
      throw new IllegalStateException(answer.body());
    }
    return enrolment;
  }

  RegistrarHttpResponse query(String reference) {
    long now = clock.instant().getEpochSecond();
    String jws =
        pki.ra.query(
            Map.of(
                "iss",
                "main",
                "aud",
                "vouchseal-registrar",
                "iat",
                now,
                "exp",
                now + 60,
                "reference",
                reference));
    return registrar("GET", "/orders/" + reference, "", Optional.of("Vouchseal-Query " + jws));
  }
}
