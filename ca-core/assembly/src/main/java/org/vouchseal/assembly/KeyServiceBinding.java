package org.vouchseal.assembly;

import org.vouchseal.issuing.centralkey.CentralKeyOutcome;
import org.vouchseal.issuing.centralkey.CentralKeyRequest;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.issuing.centralkey.CentralKeys;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.Reference;

/** Issuing's questions to the key service, asked within one JVM. */
final class KeyServiceBinding implements CentralKeys, CentralKeySecrets {

  private final KeyServiceRoom keyService;

  KeyServiceBinding(KeyServiceRoom keyService) {
    this.keyService = keyService;
  }

  @Override
  public CentralKeyOutcome generate(CentralKeyRequest request) {
    return outcome(keyService.generateCentralKey().generate(asked(request)));
  }

  @Override
  public CentralKeyOutcome archive(CentralKeyRequest request) {
    return keyService
        .archiveClientKey()
        .map(archive -> outcome(archive.archive(asked(request))))
        .orElseGet(
            () ->
                new CentralKeyOutcome.Refused(
                    CentralKeyOutcome.Reason.NOT_AUTHORIZED,
                    "this installation has no transport key for the archive"));
  }

  @Override
  public void inUse(EscrowId key) {
    keyService.markKeyInUse().mark(key);
  }

  private static org.vouchseal.keyservice.central.CentralKeyRequest asked(
      CentralKeyRequest request) {
    return new org.vouchseal.keyservice.central.CentralKeyRequest(
        request.pkiMessage(), request.orderJws(), request.revalidationJws(), request.profile());
  }

  private static CentralKeyOutcome outcome(
      org.vouchseal.keyservice.central.CentralKeyOutcome answered) {
    return answered.fold(
        escrowed ->
            new CentralKeyOutcome.Escrowed(
                escrowed.receipt(),
                escrowed.receiptSignature(),
                escrowed.subjectPublicKeyInfo(),
                escrowed.envelopedData()),
        refused ->
            new CentralKeyOutcome.Refused(
                CentralKeyOutcome.Reason.valueOf(refused.reason().name()), refused.why()));
  }

  @Override
  public void deposit(String orderJws, String secretJwe) {
    keyService.depositOrderSecret().deposit(orderJws, secretJwe);
  }

  @Override
  public void erase(Reference reference) {
    keyService.eraseOrderSecret().erase(reference);
  }
}
