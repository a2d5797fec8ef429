package org.vouchseal.conformance;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Sha256;

/** Writes an order and its secret as a registration authority sends them: JWS and JWE. */
final class OrderDocuments {

  private static final String SECRET_TYPE = "vouchseal-secret+jwe";
  private static final String ORDER_TYPE = "vouchseal-order+jwt";
  private static final int P256_SIGNATURE_OCTETS = 64;

  private final SigningKey key;
  private final CryptoProviders providers;

  /** With the order key of the registration authority, P-256. */
  OrderDocuments(SigningKey key, CryptoProviders providers) {
    this.key = key;
    this.providers = providers;
  }

  /**
   * The secret for one of our keys.
   *
   * @param recipient name of the key, for the header
   * @param publicKey its SubjectPublicKeyInfo
   */
  String secret(byte[] secret, String recipient, byte[] publicKey, String reference, String jti) {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
            .type(new JOSEObjectType(SECRET_TYPE))
            .keyID(recipient)
            .customParam("reference", reference)
            .customParam("jti", jti)
            .build();
    try {
      JWEObject jwe = new JWEObject(header, new Payload(secret));
      jwe.encrypt(
          new ECDHEncrypter(
              (ECPublicKey)
                  providers.keyFactory("EC").generatePublic(new X509EncodedKeySpec(publicKey))));
      return jwe.serialize();
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException("cannot encrypt a secret to key " + recipient, e);
    }
  }

  /** The order, signed with ES256. */
  String order(EnrolmentOrder order) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType(ORDER_TYPE))
            .keyID(order.ra())
            .build();
    String input = header.toBase64URL() + "." + new Payload(claims(order)).toBase64URL();
    try {
      byte[] der = key.sign(input.getBytes(StandardCharsets.US_ASCII));
      return input
          + "."
          + Base64URL.encode(ECDSA.transcodeSignatureToConcat(der, P256_SIGNATURE_OCTETS));
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign an order", e);
    }
  }

  /** SHA-256 of a compact JWE, as the order states it. */
  static String digest(String compact) {
    return Sha256.hex(compact.getBytes(StandardCharsets.US_ASCII));
  }

  private static Map<String, Object> claims(EnrolmentOrder order) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", order.ra());
    claims.put("aud", "vouchseal-registrar");
    claims.put("iat", order.issuedAt().getEpochSecond());
    claims.put("exp", order.expiresAt().getEpochSecond());
    claims.put("jti", order.jti());
    claims.put("kind", "enrolment");
    claims.put("tenant", order.tenant().value());
    claims.put("reference", order.reference().value());
    order.supersedes().ifPresent(jti -> claims.put("supersedes", jti));
    claims.put("owner", order.owner().value());
    claims.put("tier", order.tier().name());
    List<Object> subject = new ArrayList<>();
    order
        .subject()
        .attributes()
        .forEach(a -> subject.add(Map.of("type", a.type().label(), "value", a.value())));
    claims.put("subject", subject);
    claims.put("mailboxes", order.mailboxes().stream().map(Mailbox::address).toList());
    claims.put("profiles", order.profiles().stream().map(ProfileName::value).toList());
    claims.put("validitySeconds", order.validity().toSeconds());
    claims.put("reusableUntil", order.reusableUntil().getEpochSecond());
    claims.put("caseDigest", order.caseDigest());
    claims.put("secretDigest", order.secretDigest());
    order
        .keyServiceSecretDigest()
        .ifPresent(digest -> claims.put("keyServiceSecretDigest", digest));
    return claims;
  }
}
