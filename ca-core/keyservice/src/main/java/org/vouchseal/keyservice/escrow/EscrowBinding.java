package org.vouchseal.keyservice.escrow;

import org.vouchseal.keyservice.key.SealBinding;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.Canonical;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.SpkiDigest;

/**
 * The facts of an escrow record that its key is bound to. Class and policy are the texts of the
 * record, whatever they say, so that a changed text changes the bytes.
 *
 * @param owner tenant and owner
 * @param id name of the record
 * @param spki name of the public half
 * @param keyClass {@code ENC}
 * @param policy {@code CLOUD}
 * @param blobVersion version of the sealed form
 */
record EscrowBinding(
    KeyOwner owner, EscrowId id, SpkiDigest spki, String keyClass, String policy, int blobVersion)
    implements SealBinding {

  @Override
  public byte[] blobData() {
    return Canonical.of("esc1")
        .text(owner.tenant().value())
        .text(owner.owner().value())
        .text(id.value())
        .octets(spki.octets())
        .text(keyClass)
        .text(policy)
        .number(blobVersion)
        .bytes();
  }

  @Override
  public byte[] wrapData(int keyVersion, byte[] blobDigest) {
    return Canonical.of("esc1w").text(id.value()).number(keyVersion).octets(blobDigest).bytes();
  }
}
