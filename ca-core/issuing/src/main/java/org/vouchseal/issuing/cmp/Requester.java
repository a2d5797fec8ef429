package org.vouchseal.issuing.cmp;

import java.util.function.Function;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.RegistrationAuthority;
import org.vouchseal.messages.cmp.AnswerProtection;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.cmp.ProtectionKind;
import org.vouchseal.messages.cmp.VerifiedSigner;
import org.vouchseal.model.SerialNumber;

/** Who sent a message, as its protection proved. What he may do is not said. */
sealed interface Requester extends AutoCloseable {

  /** The name to which a transaction is bound; also the actor in the audit trail. */
  String name();

  /** How he protects. */
  ProtectionKind kind();

  /** How answers to him are protected. */
  AnswerProtection protection();

  /** Calls the function for what this is, and gives its result. */
  <T> T fold(
      Function<UnderSecret, T> onSecret,
      Function<UnderSignature, T> onSignature,
      Function<UnderAuthority, T> onAuthority);

  /** What his credential is. */
  default Credential credential() {
    return fold(s -> Credential.SECRET, s -> Credential.CERTIFICATE, a -> Credential.AUTHORITY);
  }

  /** Wipes what is secret. */
  @Override
  void close();

  /**
   * He knows the secret of an order.
   *
   * @param order as it was when the MAC was verified
   * @param kind PBM or PBMAC1
   * @param protection in kind, usable until {@link #close}
   * @param secret wiped by {@link #close}
   */
  record UnderSecret(
      Order order, ProtectionKind kind, AnswerProtection protection, MacSecret secret)
      implements Requester {

    /** The name for a reference, whether or not its secret still exists. */
    static String name(String reference) {
      return "secret:" + reference;
    }

    @Override
    public String name() {
      return name(order.reference().value());
    }

    @Override
    public <T> T fold(
        Function<UnderSecret, T> onSecret,
        Function<UnderSignature, T> onSignature,
        Function<UnderAuthority, T> onAuthority) {
      return onSecret.apply(this);
    }

    @Override
    public void close() {
      secret.close();
    }
  }

  /**
   * He holds the key of a certificate that leads to one of our CAs.
   *
   * @param signer the certificate as it came
   * @param protection our signature
   */
  record UnderSignature(VerifiedSigner signer, AnswerProtection protection) implements Requester {

    SerialNumber serial() {
      return new SerialNumber(signer.holder().getSerialNumber());
    }

    @Override
    public String name() {
      return "signer:" + serial().hex();
    }

    @Override
    public ProtectionKind kind() {
      return ProtectionKind.SIGNATURE;
    }

    @Override
    public <T> T fold(
        Function<UnderSecret, T> onSecret,
        Function<UnderSignature, T> onSignature,
        Function<UnderAuthority, T> onAuthority) {
      return onSignature.apply(this);
    }

    @Override
    public void close() {}
  }

  /**
   * A registration authority that speaks CMP.
   *
   * @param authority the one whose registered certificate signed
   * @param protection our signature
   */
  record UnderAuthority(RegistrationAuthority authority, AnswerProtection protection)
      implements Requester {

    @Override
    public String name() {
      return "ra:" + authority.name();
    }

    @Override
    public ProtectionKind kind() {
      return ProtectionKind.SIGNATURE;
    }

    @Override
    public <T> T fold(
        Function<UnderSecret, T> onSecret,
        Function<UnderSignature, T> onSignature,
        Function<UnderAuthority, T> onAuthority) {
      return onAuthority.apply(this);
    }

    @Override
    public void close() {}
  }
}
