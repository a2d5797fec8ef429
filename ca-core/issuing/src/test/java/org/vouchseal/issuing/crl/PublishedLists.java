package org.vouchseal.issuing.crl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.vouchseal.testdatabase.TestDatabase;

/** The lists as the status room sees them. */
final class PublishedLists {

  private PublishedLists() {}

  static X509CRL crl(String issuer) throws GeneralSecurityException, SQLException {
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(bytes(issuer)));
  }

  static byte[] bytes(String issuer) throws SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String query =
        "SELECT bytes FROM issuing.published_crl WHERE issuer = '" + issuer + "' ORDER BY part";
    try (Connection connection = TestDatabase.shared().appUser("status").getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        bytes.writeBytes(found.getBytes(1));
      }
    }
    return bytes.toByteArray();
  }

  static long number(String issuer) throws SQLException {
    String query =
        "SELECT DISTINCT crl_number FROM issuing.published_crl WHERE issuer = '" + issuer + "'";
    try (Connection connection = TestDatabase.shared().appUser("status").getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getLong(1);
    }
  }
}
