package org.vouchseal.api.boot;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.mail.Session;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.UserTransaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.api.http.CaPointers;
import org.vouchseal.api.http.Documents;
import org.vouchseal.api.http.Enrolments;
import org.vouchseal.api.http.Problems;
import org.vouchseal.api.registrar.HttpRegistrar;
import org.vouchseal.api.registrar.RegistrarSettings;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.TrustedProxies;
import org.vouchseal.persistence.JtaTransactions;
import org.vouchseal.validation.boot.ValidationParts;
import org.vouchseal.validation.boot.ValidationRoom;
import org.vouchseal.validation.boot.ValidationSettings;
import org.vouchseal.validation.mail.JakartaMailSender;

/** Makes the plain objects of this WAR from what the container gives. */
@ApplicationScoped
@SuppressWarnings("NullAway") // the container fills the fields before any method runs
public class ApiBoot {

  private static final Logger LOG = LoggerFactory.getLogger(ApiBoot.class);
  private static final int PEM_LINE = 64;

  @PersistenceContext(unitName = "validation")
  private EntityManager entityManager;

  @Resource private UserTransaction transaction;

  @Resource(lookup = "java:app/mail/validation")
  private Session mail;

  /** The validation room; a missing file or setting ends the deployment here. */
  @Produces
  @Singleton
  ValidationRoom room(ApiSettings settings, PkiDirectory directory, SecureRandom random) {
    Clock clock = Clock.systemUTC();
    CryptoProviders providers = CryptoProviders.of(settings.crypto());
    RegistrationAuthorityEntry authority = settings.authority(directory);
    Token token = SoftwareToken.open(settings.token(), settings.tokenSecret(), providers, random);
    JtaTransactions transactions = new JtaTransactions(transaction, entityManager);
    LOG.info(
        "registration authority {}, crypto providers {}", authority.name(), providers.choice());
    return ValidationRoom.assemble(
        new ValidationParts(
            transactions,
            transactions,
            new JakartaMailSender(mail, settings.from(), clock),
            new HttpRegistrar(
                RegistrarSettings.of(settings.registrar(), authority.name()),
                token.signing(KeyPurpose.RA_ORDER),
                directory,
                providers,
                clock,
                random),
            clock,
            random,
            HaltPoint.NONE,
            settings.node(),
            ValidationSettings.defaults(
                    settings.profiles(authority), settings.limits(), directory.publicUrl())
                .withProofReuse(settings.proofReuse())));
  }

  @Produces
  @Singleton
  ApiSettings settings() {
    return ApiSettings.of(ConfigProvider.getConfig());
  }

  @Produces
  @Singleton
  PkiDirectory directory(ApiSettings settings) {
    return PkiDirectory.open(settings.pkiDirectory());
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  @Produces
  @Singleton
  TrustedProxies trustedProxies(ApiSettings settings) {
    return settings.trustedProxies();
  }

  @Produces
  @Singleton
  Problems problems(SecureRandom random) {
    return new Problems(random, Clock.systemUTC());
  }

  @Produces
  @Singleton
  Documents documents(Problems problems) {
    return new Documents(problems);
  }

  @Produces
  @Singleton
  Enrolments enrolments(ValidationRoom room, PkiDirectory directory, Problems problems) {
    CaPointers ca =
        new CaPointers(directory.publicUrl(), List.of(pem(directory.certificate("root"))));
    return new Enrolments(room, ca, problems);
  }

  private static String pem(byte[] der) {
    Base64.Encoder lines = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'});
    return "-----BEGIN CERTIFICATE-----\n"
        + lines.encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }
}
