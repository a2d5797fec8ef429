package org.vouchseal.arquillian;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.Session;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.UserTransaction;
import javax.sql.DataSource;

/** What the container gives to the room of api.war. */
@ApplicationScoped
public class RaDatabase {

  @PersistenceContext(unitName = "validation")
  private EntityManager validation;

  @Resource(lookup = "java:app/jdbc/validation")
  private DataSource validationDatabase;

  @Resource private UserTransaction transaction;

  @Resource(lookup = "java:app/mail/validation")
  private Session mail;

  Room validation() {
    return Room.of(validationDatabase, validation, transaction);
  }

  String mailPort() {
    return mail.getProperty("mail.smtp.port");
  }
}
