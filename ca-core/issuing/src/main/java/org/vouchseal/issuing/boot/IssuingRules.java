package org.vouchseal.issuing.boot;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.vouchseal.issuing.cmp.CmpRules;
import org.vouchseal.issuing.issuance.ApprovedOrders;
import org.vouchseal.issuing.jdbc.JdbcOrderUseStore;
import org.vouchseal.issuing.lint.LintRules;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.registrar.OrderUseStore;
import org.vouchseal.persistence.RunningConnection;

/**
 * What the room decides by. A server has {@link #STANDARD} and no other; the room for suites of
 * others, under a root that nobody trusts, brings its own.
 *
 * @param orders what is believed, made from what is proved
 * @param uses what of an order is taken
 */
public record IssuingRules(
    CertificateProfiles profiles,
    LintRules lint,
    CmpRules cmp,
    UnaryOperator<ApprovedOrders> orders,
    Function<RunningConnection, OrderUseStore> uses) {

  public static final IssuingRules STANDARD =
      new IssuingRules(
          CertificateProfiles.standard(),
          LintRules.STANDARD,
          CmpRules.STANDARD,
          UnaryOperator.identity(),
          JdbcOrderUseStore::new);
}
