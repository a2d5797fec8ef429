package org.vouchseal.arquillian;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import javax.sql.DataSource;

/** What the container gives to the rooms of ROOT.war. */
@ApplicationScoped
public class CaDatabases {

  @Resource(lookup = "java:app/jdbc/issuing")
  private DataSource issuingDatabase;

  @Resource(lookup = "java:app/jdbc/keyservice")
  private DataSource keyServiceDatabase;

  @Resource(lookup = "java:app/jdbc/status")
  private DataSource statusDatabase;

  @Resource private UserTransaction transaction;

  Room issuing() {
    return Room.of(issuingDatabase);
  }

  Room keyService() {
    return Room.of(keyServiceDatabase);
  }

  Room status() {
    return Room.of(statusDatabase);
  }

  boolean transactionRuns() {
    try {
      return transaction.getStatus() != Status.STATUS_NO_TRANSACTION;
    } catch (SystemException e) {
      throw new IllegalStateException(e);
    }
  }
}
