package org.vouchseal.keyservice.escrow;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Optional;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.key.PairwiseCheck;
import org.vouchseal.model.runtime.Transactions;

/**
 * Looks whether a record is whole: it is of class ENC, its key opens and reproduces the public key,
 * and its receipt holds. Gives out no key and writes no audit row; the caller tells of the check.
 */
public final class CheckEscrow {

  private final Transactions transactions;
  private final EscrowStore store;
  private final OpenEscrow openEscrow;
  private final PairwiseCheck pairwise;
  private final SigningKey receiptKey;
  private final CryptoProviders providers;

  public CheckEscrow(
      Transactions transactions,
      EscrowStore store,
      OpenEscrow openEscrow,
      PairwiseCheck pairwise,
      SigningKey receiptKey,
      CryptoProviders providers) {
    this.transactions = transactions;
    this.store = store;
    this.openEscrow = openEscrow;
    this.pairwise = pairwise;
    this.receiptKey = receiptKey;
    this.providers = providers;
  }

  /** What is wrong with the record of that name; empty when nothing is. */
  public Optional<String> fault(String name) {
    try {
      Optional<EscrowRecord> record = transactions.run(() -> store.findForChecking(name));
      return record.isEmpty() ? Optional.of("is gone") : fault(record.get());
    } catch (OpeningRefused refused) {
      return Optional.of("does not open: " + refused.getMessage());
    }
  }

  private Optional<String> fault(EscrowRecord record) {
    try (EncryptionKeyPair pair = openEscrow.openUnaudited(record)) {
      if (!pairwise.holds(pair)) {
        return Optional.of("opens, but its private key does not reproduce the public key");
      }
    }
    return receiptHolds(record)
        ? Optional.empty()
        : Optional.of("opens, but its receipt is not over what the record says");
  }

  private boolean receiptHolds(EscrowRecord record) {
    try {
      Signature verifier = providers.signature(receiptKey.algorithm());
      verifier.initVerify(receiptKey.publicKey());
      verifier.update(record.receipt().statement());
      return verifier.verify(record.receiptSignature());
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }
}
