package org.vouchseal.issuing.lint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.vouchseal.model.InvalidMailbox;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.SubjectName;

/** Rules for subject and subjectAltName. */
final class NameRules {

  static final List<LintRule> ALL =
      List.of(
          new SubjectEncoding(),
          new SubjectAttributes(),
          new AlternativeNamePresence(),
          new AlternativeNameKinds(),
          new AlternativeNameCriticality(),
          new MailboxForm(),
          new AsApproved());

  private NameRules() {}

  static final class SubjectEncoding extends LintRule {
    SubjectEncoding() {
      super("subject-encoding", "RFC 5280 4.1.2.6; SBR 7.1.4.2");
    }

    @Override
    Optional<String> fault(LintInput in) {
      try {
        SubjectName unused = in.subject();
        return Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
  }

  static final class SubjectAttributes extends LintRule {
    SubjectAttributes() {
      super("subject-attributes", "SBR 7.1.4.2.2 to 7.1.4.2.6");
    }

    @Override
    Optional<String> fault(LintInput in) {
      SubjectName subject;
      try {
        subject = in.subject();
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // the rule on encoding tells
      }
      List<String> faults =
          in.profile().subject().faults(in.approved().tier(), subject, mailboxes(in));
      return unless(faults.isEmpty(), () -> String.join("; ", faults));
    }
  }

  static final class AlternativeNamePresence extends LintRule {
    AlternativeNamePresence() {
      super("alternative-name-presence", "SBR 7.1.2.3 h");
    }

    @Override
    Optional<String> fault(LintInput in) {
      int names = in.alternativeNames().size();
      return unless(
          in.profile().mailboxes() == (names > 0), () -> "subjectAltName has " + names + " names");
    }
  }

  static final class AlternativeNameKinds extends LintRule {
    AlternativeNameKinds() {
      super("alternative-name-kinds", "SBR 7.1.4.2.1; RFC 9598 3");
    }

    @Override
    Optional<String> fault(LintInput in) {
      for (GeneralName name : in.alternativeNames()) {
        if (AlternativeNames.mailbox(name).isEmpty()) {
          return Optional.of("a name of kind " + name.getTagNo() + " that is no mailbox");
        }
      }
      return Optional.empty();
    }
  }

  static final class AlternativeNameCriticality extends LintRule {
    AlternativeNameCriticality() {
      super("alternative-name-criticality", "RFC 5280 4.2.1.6");
    }

    @Override
    Optional<String> fault(LintInput in) {
      boolean emptySubject = in.tbs().getSubject().getRDNs().length == 0;
      Optional<Extension> names = in.extension(Extension.subjectAlternativeName);
      if (names.isEmpty()) {
        return unless(!emptySubject, "neither a subject nor a subjectAltName");
      }
      return unless(
          names.get().isCritical() == emptySubject,
          "subjectAltName must be critical exactly when the subject is empty");
    }
  }

  static final class MailboxForm extends LintRule {
    MailboxForm() {
      super("mailbox-form", "RFC 5280 4.2.1.6; RFC 9598 3");
    }

    @Override
    Optional<String> fault(LintInput in) {
      List<String> texts = in.mailboxTexts();
      if (new HashSet<>(texts).size() != texts.size()) {
        return Optional.of("a mailbox is there twice");
      }
      for (GeneralName name : in.alternativeNames()) {
        Optional<String> text = AlternativeNames.mailbox(name);
        if (text.isPresent() && !fits(text.get(), AlternativeNames.rfc822Name(name).isPresent())) {
          return Optional.of("a mailbox is not in its only right form");
        }
      }
      return Optional.empty();
    }

    private static boolean fits(String text, boolean rfc822Name) {
      try {
        Mailbox mailbox = Mailbox.parse(text);
        return mailbox.address().equals(text) && mailbox.isAscii() == rfc822Name;
      } catch (InvalidMailbox e) {
        return false;
      }
    }
  }

  /** The promise that names come from the approved order only. */
  static final class AsApproved extends LintRule {
    AsApproved() {
      super("as-approved", "own: promise 1");
    }

    @Override
    Optional<String> fault(LintInput in) {
      List<String> differs = new ArrayList<>();
      if (!sameSubject(in)) {
        differs.add("subject");
      }
      List<String> approved = in.approved().mailboxes().stream().map(Mailbox::address).toList();
      if (!in.mailboxTexts().equals(approved)) {
        differs.add("mailboxes");
      }
      if (!Arrays.equals(
          LintInput.encoded(in.tbs().getSubjectPublicKeyInfo()),
          in.approved().subjectPublicKeyInfo())) {
        differs.add("public key");
      }
      if (!in.tbs().getSerialNumber().hasValue(in.approved().serial().value())) {
        differs.add("serial number");
      }
      String algorithm = in.tbs().getSignature().getAlgorithm().getId();
      if (!algorithm.equals(in.approved().signature().oid())) {
        differs.add("signature algorithm");
      }
      return unless(differs.isEmpty(), () -> "not what was approved: " + differs);
    }

    private static boolean sameSubject(LintInput in) {
      try {
        return in.subject().equals(in.approved().subject());
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  private static List<Mailbox> mailboxes(LintInput in) {
    List<Mailbox> found = new ArrayList<>();
    for (String text : in.mailboxTexts()) {
      try {
        found.add(Mailbox.parse(text));
      } catch (InvalidMailbox e) {
        continue; // the rule on their form tells
      }
    }
    return found;
  }
}
