package org.vouchseal.keyservice.invariants;

import java.util.List;

/** Questions over all rows that only the database answers. Each needs a running transaction. */
public interface StoreQueries {

  /**
   * Objects of audit rows that tell of a stored key which is not in escrow: {@code escrow:<id>}.
   */
  List<String> toldButMissing();

  /** Records without an audit row that tells of their storing: {@code escrow:<id>}. */
  List<String> storedButUntold();

  /** Records whose class is another than ENC: {@code escrow:<id>}. */
  List<String> ofOtherClass();

  /**
   * Marks of use without their audit row, without their record, or told of and missing: {@code
   * escrow:<id>}.
   */
  List<String> marksThatDiffer();

  /** Signing keys that were learned without an audit row, or the reverse: {@code signer:<spki>}. */
  List<String> signersThatDiffer();

  /** Whether the database still refuses every class but ENC. */
  boolean refusesOtherClasses();
}
