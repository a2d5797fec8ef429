package org.vouchseal.validation.boot;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.Entities;
import org.vouchseal.persistence.Leases;
import org.vouchseal.persistence.SqlAuditTrail;
import org.vouchseal.validation.approval.ApprovalParts;
import org.vouchseal.validation.approval.FollowOrders;
import org.vouchseal.validation.approval.ListInDirectory;
import org.vouchseal.validation.approval.ProveMailbox;
import org.vouchseal.validation.approval.WithdrawEnrolment;
import org.vouchseal.validation.enrolment.EnrolmentStore;
import org.vouchseal.validation.enrolment.ExpireEnrolments;
import org.vouchseal.validation.enrolment.OpenEnrolment;
import org.vouchseal.validation.enrolment.VisitEnrolment;
import org.vouchseal.validation.jpa.JpaChallengeStore;
import org.vouchseal.validation.jpa.JpaEnrolmentStore;
import org.vouchseal.validation.jpa.JpaObjectionCases;
import org.vouchseal.validation.jpa.JpaOutbox;
import org.vouchseal.validation.jpa.JpaRateStore;
import org.vouchseal.validation.jpa.JpaRepetitionStore;
import org.vouchseal.validation.jpa.JpaSentOrders;
import org.vouchseal.validation.jpa.JpaToldCertificates;
import org.vouchseal.validation.limits.LimitMail;
import org.vouchseal.validation.mailbox.ChallengeMailbox;
import org.vouchseal.validation.objection.ObjectToNewOwner;
import org.vouchseal.validation.objection.OpenObjectionCase;
import org.vouchseal.validation.outbox.DeliverMail;
import org.vouchseal.validation.outbox.Outbox;
import org.vouchseal.validation.revalidation.FollowRevalidations;
import org.vouchseal.validation.revalidation.OpenRevalidations;
import org.vouchseal.validation.revalidation.ProveMailboxAgain;
import org.vouchseal.validation.x509.JdkProofCertificates;

/** The room, put together: its use cases and its jobs. Safe for use by many threads. */
public final class ValidationRoom {

  private static final String RENEWALS_LEASE = "waiting-renewals";
  private static final Duration RENEWALS_LOOKED_FOR = Duration.ofSeconds(5);

  private final OpenEnrolment openEnrolment;
  private final VisitEnrolment visitEnrolment;
  private final ProveMailbox proveMailbox;
  private final WithdrawEnrolment withdrawEnrolment;
  private final ListInDirectory listInDirectory;
  private final ObjectToNewOwner objectToNewOwner;
  private final DeliverMail deliverMail;
  private final FollowOrders followOrders;
  private final ExpireEnrolments expireEnrolments;
  private final OpenRevalidations openRevalidations;
  private final ProveMailboxAgain proveMailboxAgain;
  private final FollowRevalidations followRevalidations;
  private final Leases leases;
  private final LimitMail limits;
  private final Transactions transactions;
  private final Entities entities;
  private final Clock clock;

  private ValidationRoom(ValidationParts parts) {
    transactions = parts.transactions();
    entities = parts.entities();
    clock = parts.clock();
    ValidationSettings settings = parts.settings();
    AuditTrail audit = new SqlAuditTrail(entities, clock, parts.random(), parts.node());
    EnrolmentStore enrolments = new JpaEnrolmentStore(entities);
    Outbox outbox = new JpaOutbox(entities);
    limits = new LimitMail(new JpaRateStore(entities), settings.limits());
    ChallengeMailbox challenges =
        new ChallengeMailbox(
            new JpaChallengeStore(entities),
            limits,
            outbox,
            audit,
            parts.random(),
            settings.codeLife());
    OpenObjectionCase objections =
        new OpenObjectionCase(new JpaObjectionCases(entities), audit, clock, parts.random());
    ApprovalParts approval = approval(parts, enrolments, challenges, objections, outbox, audit);
    openEnrolment =
        new OpenEnrolment(
            transactions,
            enrolments,
            new JpaRepetitionStore(entities),
            challenges,
            settings.roles(),
            audit,
            clock,
            parts.random(),
            settings.enrolmentLife());
    visitEnrolment =
        new VisitEnrolment(
            transactions,
            enrolments,
            challenges,
            new JdkProofCertificates(),
            new JpaToldCertificates(entities),
            audit,
            clock,
            settings.approval().publicUrl());
    proveMailbox = new ProveMailbox(approval);
    withdrawEnrolment = new WithdrawEnrolment(approval);
    listInDirectory = new ListInDirectory(approval);
    objectToNewOwner =
        new ObjectToNewOwner(transactions, enrolments, parts.registrar(), objections, parts.halt());
    followOrders = new FollowOrders(approval);
    openRevalidations = new OpenRevalidations(approval);
    proveMailboxAgain = new ProveMailboxAgain(approval);
    followRevalidations = new FollowRevalidations(approval);
    leases =
        new Leases(
            transactions,
            entities,
            clock,
            parts.node() + "/" + Reference.random(parts.random()).value());
    expireEnrolments = new ExpireEnrolments(transactions, enrolments, audit, clock);
    deliverMail = new DeliverMail(transactions, outbox, parts.mail(), audit, clock, parts.halt());
  }

  /** Builds the room; touches neither database nor network. */
  public static ValidationRoom assemble(ValidationParts parts) {
    return new ValidationRoom(parts);
  }

  public OpenEnrolment openEnrolment() {
    return openEnrolment;
  }

  public VisitEnrolment visitEnrolment() {
    return visitEnrolment;
  }

  public ProveMailbox proveMailbox() {
    return proveMailbox;
  }

  public ProveMailboxAgain proveMailboxAgain() {
    return proveMailboxAgain;
  }

  public WithdrawEnrolment withdrawEnrolment() {
    return withdrawEnrolment;
  }

  public ListInDirectory listInDirectory() {
    return listInDirectory;
  }

  public ObjectToNewOwner objectToNewOwner() {
    return objectToNewOwner;
  }

  /** What is to be run on every node; several nodes at once do no harm. */
  public List<Job> jobs() {
    return List.of(
        Job.of(
            "mail",
            Duration.ofSeconds(1),
            () -> {
              int unusedCount = deliverMail.run();
            }),
        Job.of(
            "orders",
            Duration.ofSeconds(2),
            () -> {
              int unusedCount = followOrders.run();
            }),
        Job.of("re-validation", RENEWALS_LOOKED_FOR, this::renewValidations),
        Job.of("expiry", Duration.ofMinutes(1), expireEnrolments::run),
        Job.of("tidying", Duration.ofHours(1), this::tidyUp));
  }

  public DeliverMail deliverMail() {
    return deliverMail;
  }

  public FollowOrders followOrders() {
    return followOrders;
  }

  public ExpireEnrolments expireEnrolments() {
    return expireEnrolments;
  }

  /**
   * Opens cases for renewals that wait, one node at a time, and takes the steps of open ones. A
   * node that lost its lease meanwhile does no harm: a case is opened once.
   */
  public void renewValidations() {
    if (leases.take(RENEWALS_LEASE, RENEWALS_LOOKED_FOR.multipliedBy(6)).isPresent()) {
      int unusedCount = openRevalidations.run();
    }
    followRevalidations.run();
  }

  /** Forgets what no rule looks at any more. */
  public void tidyUp() {
    transactions.run(() -> limits.forgetInTransaction(clock.instant()));
    openEnrolment.forgetOldRepetitions();
  }

  /** Returns when the database answers, else throws. */
  public void checkReady() {
    transactions.run(() -> entities.current().createNativeQuery("SELECT 1").getSingleResult());
  }

  private static ApprovalParts approval(
      ValidationParts parts,
      EnrolmentStore enrolments,
      ChallengeMailbox challenges,
      OpenObjectionCase objections,
      Outbox outbox,
      AuditTrail audit) {
    return new ApprovalParts(
        parts.transactions(),
        enrolments,
        challenges,
        new JpaSentOrders(parts.entities()),
        new JpaToldCertificates(parts.entities()),
        objections,
        parts.registrar(),
        outbox,
        audit,
        parts.clock(),
        parts.random(),
        parts.halt(),
        parts.settings().approval());
  }
}
