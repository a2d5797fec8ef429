package org.vouchseal.api.registrar;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import jakarta.json.JsonObject;
import java.util.Set;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.hsm.SigningKey;

/** Signs statements as compact JWS with ES256, by a key that stays in its token. */
final class StatementSigner {

  private static final int P256_SIGNATURE_OCTETS = 64;

  private final SigningKey key;
  private final String name;

  StatementSigner(SigningKey key, String name) {
    if (key.algorithm() != SignatureAlgorithm.ECDSA_SHA256) {
      throw new IllegalArgumentException(
          "orders are signed with ECDSA_SHA256, the key is for " + key.algorithm());
    }
    this.key = key;
    this.name = name;
  }

  /** The compact form; {@code typ} keeps one kind of statement from being taken for another. */
  String sign(String typ, JsonObject claims) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(typ)).keyID(name).build();
    JWSObject statement = new JWSObject(header, new Payload(claims.toString()));
    try {
      statement.sign(new TokenSigner(key));
    } catch (JOSEException fault) {
      throw new IllegalStateException("the statement could not be signed", fault);
    }
    return statement.serialize();
  }

  private record TokenSigner(SigningKey key) implements JWSSigner {

    @Override
    public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
      return Base64URL.encode(
          ECDSA.transcodeSignatureToConcat(key.sign(input), P256_SIGNATURE_OCTETS));
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
      return Set.of(JWSAlgorithm.ES256);
    }

    @Override
    public JCAContext getJCAContext() {
      return new JCAContext();
    }
  }
}
