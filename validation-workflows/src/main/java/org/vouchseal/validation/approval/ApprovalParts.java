package org.vouchseal.validation.approval;

import java.security.SecureRandom;
import java.time.Clock;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.validation.enrolment.EnrolmentStore;
import org.vouchseal.validation.mailbox.ChallengeMailbox;
import org.vouchseal.validation.objection.OpenObjectionCase;
import org.vouchseal.validation.order.Registrar;
import org.vouchseal.validation.order.SentOrders;
import org.vouchseal.validation.outbox.Outbox;

/** What the use cases of this package stand on. */
public record ApprovalParts(
    Transactions transactions,
    EnrolmentStore enrolments,
    ChallengeMailbox challenges,
    SentOrders orders,
    ToldCertificates told,
    OpenObjectionCase objections,
    Registrar registrar,
    Outbox outbox,
    AuditTrail audit,
    Clock clock,
    SecureRandom random,
    HaltPoint halt,
    ApprovalSettings settings) {}
