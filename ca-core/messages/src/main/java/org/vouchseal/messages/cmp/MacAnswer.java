package org.vouchseal.messages.cmp;

import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** An answer under the secret of its request. */
final class MacAnswer implements AnswerProtection {

  private static final int SALT_OCTETS = 16;

  private final MacComputation computation;
  private final SecureRandom random;
  private final MacParameters request;
  private final MacSecret secret;

  MacAnswer(
      MacComputation computation, SecureRandom random, MacParameters request, MacSecret secret) {
    this.computation = computation;
    this.random = random;
    this.request = request;
    this.secret = secret;
  }

  @Override
  public byte[] protect(AnswerHeader header, PKIBody body, List<byte[]> moreCertificates) {
    byte[] salt = new byte[SALT_OCTETS];
    random.nextBytes(salt);
    MacParameters own =
        new MacParameters(
            request.kind(),
            request.derivation(),
            request.derivationName(),
            request.mac(),
            request.macName(),
            salt,
            request.iterations(),
            request.keyOctets());
    return AnswerParts.protectedMessage(
        header,
        body,
        identifier(own),
        protectedPart -> computation.mac(own, secret, protectedPart),
        moreCertificates);
  }

  private static AlgorithmIdentifier identifier(MacParameters own) {
    if (own.kind() == ProtectionKind.PBM) {
      return new AlgorithmIdentifier(
          CMPObjectIdentifiers.passwordBasedMac,
          new PBMParameter(own.salt(), own.derivation(), own.iterations(), own.mac()));
    }
    PBKDF2Params pbkdf2 =
        new PBKDF2Params(own.salt(), own.iterations(), own.keyOctets(), own.derivation());
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBMAC1,
        new PBMAC1Params(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBKDF2, pbkdf2), own.mac()));
  }
}
