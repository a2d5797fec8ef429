package org.vouchseal.keyservice.pool;

import org.vouchseal.keyservice.key.SealBinding;
import org.vouchseal.keyservice.key.SealedKey;
import org.vouchseal.model.Canonical;
import org.vouchseal.model.SpkiDigest;

/**
 * A key of the pool as it is stored: sealed under class {@value #POOL}, which no escrow record has.
 *
 * @param id its name, 1 to 64 characters
 * @param subjectPublicKeyInfo DER of the public half; not copied
 * @param sealed the private half
 */
public record PooledKey(String id, byte[] subjectPublicKeyInfo, SealedKey sealed) {

  static final String POOL = "POOL";
  private static final int BLOB_VERSION = 1;

  SpkiDigest spki() {
    return SpkiDigest.of(subjectPublicKeyInfo);
  }

  SealBinding binding() {
    return binding(id, spki());
  }

  static SealBinding binding(String id, SpkiDigest spki) {
    return new SealBinding() {
      @Override
      public byte[] blobData() {
        return Canonical.of("pool1")
            .text(id)
            .octets(spki.octets())
            .text(POOL)
            .number(BLOB_VERSION)
            .bytes();
      }

      @Override
      public byte[] wrapData(int keyVersion, byte[] blobDigest) {
        return Canonical.of("pool1w").text(id).number(keyVersion).octets(blobDigest).bytes();
      }
    };
  }

  @Override
  public String toString() {
    return "PooledKey[" + id + "]";
  }
}
