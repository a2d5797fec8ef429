package org.vouchseal.sdk.folder;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.enrolment.EnrolmentJournal;
import org.vouchseal.sdk.enrolment.FinishedPair;
import org.vouchseal.sdk.enrolment.ProvedOrder;
import org.vouchseal.sdk.enrolment.StartedEnrolment;

/**
 * The journal as small files in {@code .vouchseal} of the identity's folder, readable by its owner.
 */
final class FolderJournal extends FolderRequests implements EnrolmentJournal {

  static final String FOLDER = ".vouchseal";
  static final String RETIRED = ".vouchseal-finished";

  private static final String SUBJECT = "enrolment.json";
  private static final String STARTED = "started.json";
  private static final String ORDER = "order.json";

  private final Path folder;
  private final SecureRandom random;

  private FolderJournal(Path folder, Path journal, SecureRandom random) {
    super(journal);
    this.folder = folder;
    this.random = random;
  }

  static FolderJournal open(Path folder, String server, Mailbox mailbox, SecureRandom random) {
    Path journal = folder.resolve(FOLDER);
    FolderJournal opened = new FolderJournal(folder, journal, random);
    try {
      opened.requireSame(server, mailbox);
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void requireSame(String server, Mailbox mailbox) {
    JsonObject wanted =
        Json.createObjectBuilder().add("server", server).add("mailbox", mailbox.address()).build();
    Optional<JsonObject> found = object(SUBJECT);
    if (found.isEmpty() || object(STARTED).isEmpty()) {
      // nothing was begun, so that nothing can get lost
      save(SUBJECT, wanted);
    } else if (!found.get().equals(wanted)) {
      throw new Misuse(
          Fault.local(
              "other-enrolment",
              "another enrolment was begun in this folder",
              "it is for "
                  + found.get().getString("mailbox", "")
                  + " at "
                  + found.get().getString("server", ""),
              "go on with that one, give another folder, or remove " + folder.resolve(FOLDER)));
    }
  }

  @Override
  public Optional<StartedEnrolment> started() {
    return object(STARTED).map(EnrolmentFile::read);
  }

  @Override
  public void started(StartedEnrolment enrolment) {
    save(STARTED, EnrolmentFile.written(enrolment));
  }

  @Override
  public Optional<ProvedOrder> order() {
    return object(ORDER)
        .map(
            o ->
                new ProvedOrder(
                    URI.create(o.getString("cmp")),
                    o.getString("reference"),
                    o.getString("secret"),
                    o.getString("subject"),
                    o.getString("signing"),
                    texts(o, "encryption"),
                    texts(o, "trustAnchors")));
  }

  @Override
  public void order(ProvedOrder order) {
    save(
        ORDER,
        Json.createObjectBuilder()
            .add("cmp", order.cmp().toString())
            .add("reference", order.reference())
            .add("secret", order.secret())
            .add("subject", order.subject())
            .add("signing", order.signingProfile())
            .add("encryption", Json.createArrayBuilder(order.encryptionProfiles()))
            .add("trustAnchors", Json.createArrayBuilder(order.trustAnchors()))
            .build());
  }

  @Override
  public void startOver() {
    delete(ORDER);
    delete(STARTED);
  }

  @Override
  public Identity finish(FinishedPair pair) {
    Identity identity = IdentityFiles.write(folder, pair, started(), random);
    retire(folder.resolve(RETIRED));
    return identity;
  }

  private static List<String> texts(JsonObject object, String member) {
    return object.getJsonArray(member).getValuesAs(JsonString::getString);
  }
}
