package org.vouchseal.issuing.crl;

import org.vouchseal.issuing.x509.CrlEntries;
import org.vouchseal.issuing.x509.CrlFields;
import org.vouchseal.issuing.x509.CrlScope;

/**
 * A list whose entries are encoded, and which is not signed yet. Its entries stand in files that go
 * when it is closed.
 *
 * @param fresh entries that no earlier list of the scope carries
 */
record CrlDraft(CrlScope scope, CrlFields fields, CrlEntries entries, FreshEntries fresh)
    implements AutoCloseable {

  /** As it will stand in the database. */
  PublishedCrl crl() {
    return new PublishedCrl(
        scope.list(), fields.number(), fields.thisUpdate(), fields.nextUpdate(), entries.count());
  }

  @Override
  public void close() {
    entries.close();
    fresh.close();
  }
}
