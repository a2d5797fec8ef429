package org.vouchseal.issuing.cmp.genm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CRLStatus;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.x509.Time;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.runtime.Transactions;

/**
 * Revocation lists on request: currentCRL (RFC 9810 §5.3.19.6) and crlStatusList (§5.3.19.17). A
 * list that is too large for an answer is refused with its address: leaving it out would say that
 * there is nothing newer. For the same reason a source that is not ours is refused.
 */
final class RevocationLists {

  private final PublishedLists published;
  private final ListSources sources;
  private final Transactions transactions;
  private final int largest;

  RevocationLists(
      PublishedLists published, ListSources sources, Transactions transactions, int largest) {
    this.published = published;
    this.sources = sources;
    this.transactions = transactions;
    this.largest = largest;
  }

  /** The newest list of the CA that certifies end entities. */
  Outcome<InfoTypeAndValue, CmpRefusal> current() {
    return transactions.run(
        () ->
            Outcome.of(published.newest(IssuingAuthority.SMIME), RevocationLists::noneYet)
                .then(list -> octets(IssuingAuthority.SMIME, list, largest))
                .then(
                    der ->
                        Outcome.of(
                            new InfoTypeAndValue(
                                InfoType.CURRENT_CRL.oid(), PublishedDer.of(der)))));
  }

  /** The lists that are newer than the client's, each once. */
  Outcome<InfoTypeAndValue, CmpRefusal> newer(Optional<ASN1Encodable> value) {
    return wishes(value).then(wishes -> transactions.run(() -> newer(wishes)));
  }

  /** A list that a client wants if it is newer than his. */
  private record Wish(String list, Optional<Instant> known) {}

  private Outcome<List<Wish>, CmpRefusal> wishes(Optional<ASN1Encodable> value) {
    List<Wish> wishes = new ArrayList<>();
    try {
      ASN1Sequence all = ASN1Sequence.getInstance(value.orElseThrow());
      for (ASN1Encodable element : all) {
        CRLStatus status = CRLStatus.getInstance(element);
        Optional<String> list = sources.list(status.getSource());
        if (list.isEmpty()) {
          return foreign(wishes.size());
        }
        wishes.add(new Wish(list.get(), thisUpdate(status)));
      }
    } catch (RuntimeException malformed) {
      return malformed();
    }
    return wishes.isEmpty() ? malformed() : Outcome.of(wishes);
  }

  /** Lists of issuers will be there; one of a shard is, before any certificate names it. */
  private boolean exists(String list) {
    return sources.isOfIssuer(list) || published.newest(list).isPresent();
  }

  private static <T> Outcome<T, CmpRefusal> foreign(int source) {
    return Outcome.refused(
        CmpFailure.ADD_INFO_NOT_AVAILABLE.because(
            "source " + (source + 1) + " names no list of this authority"));
  }

  private static <T> Outcome<T, CmpRefusal> malformed() {
    return Outcome.refused(
        CmpFailure.BAD_DATA_FORMAT.because("the value of crlStatusList is not a list of sources"));
  }

  private static Optional<Instant> thisUpdate(CRLStatus status) {
    @Nullable Time time = status.getThisUpdate();
    return time == null ? Optional.empty() : Optional.of(time.getDate().toInstant());
  }

  private Outcome<InfoTypeAndValue, CmpRefusal> newer(List<Wish> wishes) {
    List<byte[]> lists = new ArrayList<>();
    Set<String> done = new TreeSet<>();
    int left = largest;
    for (Wish wish : wishes) {
      if (!exists(wish.list())) {
        return foreign(wishes.indexOf(wish));
      }
      Optional<PublishedLists.Known> list =
          published
              .newest(wish.list())
              .filter(found -> wish.known().filter(k -> !found.thisUpdate().isAfter(k)).isEmpty());
      if (list.isPresent() && done.add(wish.list())) {
        Outcome<byte[], CmpRefusal> octets = octets(wish.list(), list.get(), left);
        if (octets.fault().isPresent()) {
          return Outcome.refused(octets.fault().get());
        }
        lists.add(octets.result().orElseThrow());
        left -= lists.get(lists.size() - 1).length;
      }
    }
    return Outcome.of(
        lists.isEmpty()
            ? new InfoTypeAndValue(CMPObjectIdentifiers.id_it_crls)
            : new InfoTypeAndValue(
                CMPObjectIdentifiers.id_it_crls,
                new DERSequence(
                    lists.stream().map(PublishedDer::of).toArray(ASN1Encodable[]::new))));
  }

  private Outcome<byte[], CmpRefusal> octets(String name, PublishedLists.Known list, int most) {
    byte[] octets = list.octets().apply(most + 1);
    return octets.length <= most
        ? Outcome.of(octets)
        : Outcome.refused(
            CmpFailure.ADD_INFO_NOT_AVAILABLE.because(
                "more than "
                    + largest
                    + " octets of lists do not go into an answer, fetch "
                    + sources.address(name)));
  }

  private static CmpRefusal noneYet() {
    return CmpFailure.ADD_INFO_NOT_AVAILABLE.because("no list was published yet");
  }
}
