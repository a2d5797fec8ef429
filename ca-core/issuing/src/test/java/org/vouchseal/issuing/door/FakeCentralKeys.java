package org.vouchseal.issuing.door;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.KEKIdentifier;
import org.bouncycastle.asn1.cms.KEKRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.centralkey.CentralKeyOutcome;
import org.vouchseal.issuing.centralkey.CentralKeyRequest;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.issuing.centralkey.CentralKeys;
import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.cmp.CmpReader;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.messages.order.SignedRequest;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.EscrowReceipt;
import org.vouchseal.model.KeyUse;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.SpkiDigest;

/** A key service that makes a key per request digest and delivers octets that mean nothing. */
final class FakeCentralKeys implements CentralKeys, CentralKeySecrets {

  final List<CentralKeyRequest> requests = new ArrayList<>();
  final List<CentralKeyRequest> archived = new ArrayList<>();
  final List<EscrowId> inUse = new CopyOnWriteArrayList<>();
  final List<String> deposited = new ArrayList<>();
  final List<Reference> erased = new CopyOnWriteArrayList<>();
  final Set<Reference> unerasable = new HashSet<>();
  Optional<CentralKeyOutcome> forced = Optional.empty();
  volatile boolean down;
  final Set<Reference> held = new HashSet<>();
  Runnable duringDeposit = () -> {};
  volatile Runnable slow = () -> {};

  private final TestSigningKey receiptKey;
  private final Map<String, KeyPair> keys = new HashMap<>();

  FakeCentralKeys(TestSigningKey receiptKey) {
    this.receiptKey = receiptKey;
  }

  @Override
  public synchronized CentralKeyOutcome generate(CentralKeyRequest request) {
    requests.add(request);
    if (forced.isPresent()) {
      return forced.get();
    }
    String digest =
        new CmpReader(DerLimits.MESSAGE)
            .read(request.pkiMessage())
            .result()
            .orElseThrow()
            .digestHex();
    KeyPair pair = keys.computeIfAbsent(digest, d -> TestSigningKey.pair(KeyAlgorithm.P256));
    byte[] spki = pair.getPublic().getEncoded();
    EscrowReceipt receipt =
        new EscrowReceipt(
            new EscrowId("escrow-" + digest.substring(0, 20)),
            SpkiDigest.of(spki),
            new OwnerId(claim(request.orderJws(), "owner")),
            new Reference(claim(request.orderJws(), "reference")),
            digest,
            KeyUse.ENCRYPTION,
            "CLOUD",
            java.time.Instant.ofEpochMilli(1_790_000_000_000L));
    boolean delivers = !request.profile().equals(ProfileName.ENCRYPTION_CLOUD);
    return new CentralKeyOutcome.Escrowed(
        receipt,
        receiptKey.sign(receipt.statement()),
        spki,
        delivers ? Optional.of(enveloped()) : Optional.empty());
  }

  @Override
  public void inUse(EscrowId key) {
    slow.run();
    if (down) {
      throw new IllegalStateException("the key service is down");
    }
    inUse.add(key);
  }

  /** Believes that the private key fits. */
  @Override
  public synchronized CentralKeyOutcome archive(CentralKeyRequest request) {
    archived.add(request);
    if (forced.isPresent()) {
      return forced.get();
    }
    var message =
        new CmpReader(DerLimits.MESSAGE).read(request.pkiMessage()).result().orElseThrow();
    byte[] spki;
    try {
      spki =
          org.bouncycastle.asn1.crmf.CertReqMessages.getInstance(
                  message.pki().getBody().getContent())
              .toCertReqMsgArray()[0]
              .getCertReq()
              .getCertTemplate()
              .getPublicKey()
              .getEncoded("DER");
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
    EscrowReceipt receipt =
        new EscrowReceipt(
            new EscrowId("escrow-" + message.digestHex().substring(0, 20)),
            SpkiDigest.of(spki),
            new OwnerId(claim(request.orderJws(), "owner")),
            new Reference(claim(request.orderJws(), "reference")),
            message.digestHex(),
            KeyUse.ENCRYPTION,
            "CLOUD",
            java.time.Instant.ofEpochMilli(1_790_000_000_000L));
    return new CentralKeyOutcome.Escrowed(
        receipt, receiptKey.sign(receipt.statement()), spki, Optional.empty());
  }

  @Override
  public void deposit(String orderJws, String secretJwe) {
    if (down) {
      throw new IllegalStateException("the key service is down");
    }
    duringDeposit.run();
    deposited.add(orderJws);
    held.add(new Reference(claim(orderJws, "reference")));
  }

  @Override
  public void erase(Reference reference) {
    slow.run();
    if (down || unerasable.contains(reference)) {
      throw new IllegalStateException("the key service is down");
    }
    erased.add(reference);
    held.remove(reference);
  }

  private static String claim(String jws, String name) {
    if (!jws.contains(".")) {
      // an order that is a message: both names are made of its digest
      byte[] message = SignedRequest.message(jws).orElseThrow();
      return "cmp-" + Sha256.hex(message).substring(0, 40);
    }
    String json = new String(java.util.Base64.getUrlDecoder().decode(jws.split("\\.")[1]));
    int at = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
    return json.substring(at, json.indexOf('"', at));
  }

  private static byte[] enveloped() {
    ASN1EncodableVector recipients = new ASN1EncodableVector();
    recipients.add(
        new RecipientInfo(
            new KEKRecipientInfo(
                new KEKIdentifier(new byte[] {1}, null, null),
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap),
                new DEROctetString(new byte[40]))));
    try {
      return new EnvelopedData(
              null,
              new DERSet(recipients),
              new EncryptedContentInfo(
                  PKCSObjectIdentifiers.data,
                  new AlgorithmIdentifier(
                      NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])),
                  new DEROctetString(HexFormat.of().parseHex("00".repeat(32)))),
              (org.bouncycastle.asn1.ASN1Set) null)
          .getEncoded("DER");
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
