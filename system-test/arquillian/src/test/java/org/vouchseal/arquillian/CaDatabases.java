package org.vouchseal.arquillian;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import javax.sql.DataSource;

/** What the container gives to the rooms of ROOT.war. */
@ApplicationScoped
public class CaDatabases {

  @PersistenceContext(unitName = "issuing")
  private EntityManager issuing;

  @Resource(lookup = "java:app/jdbc/issuing")
  private DataSource issuingDatabase;

  @PersistenceContext(unitName = "keyservice")
  private EntityManager keyService;

  @Resource(lookup = "java:app/jdbc/keyservice")
  private DataSource keyServiceDatabase;

  @PersistenceContext(unitName = "status")
  private EntityManager status;

  @Resource(lookup = "java:app/jdbc/status")
  private DataSource statusDatabase;

  @Resource private UserTransaction transaction;

  Room issuing() {
    return new Room(issuingDatabase, issuing, transaction);
  }

  Room keyService() {
    return new Room(keyServiceDatabase, keyService, transaction);
  }

  Room status() {
    return new Room(statusDatabase, status, transaction);
  }

  boolean transactionRuns() {
    try {
      return transaction.getStatus() != Status.STATUS_NO_TRANSACTION;
    } catch (SystemException e) {
      throw new IllegalStateException(e);
    }
  }
}
