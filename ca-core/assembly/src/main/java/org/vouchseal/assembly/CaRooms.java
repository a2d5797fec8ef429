package org.vouchseal.assembly;

import java.util.List;
import java.util.stream.Stream;
import org.vouchseal.issuing.boot.IssuingParts;
import org.vouchseal.issuing.boot.IssuingRoom;
import org.vouchseal.keyservice.boot.KeyServiceParts;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.status.boot.StatusParts;
import org.vouchseal.status.boot.StatusRoom;
import org.vouchseal.status.ocsp.OcspSettings;

/** The CA rooms of one machine, their ports bound to each other. */
public record CaRooms(IssuingRoom issuing, KeyServiceRoom keyService, StatusRoom status) {

  /**
   * Puts the rooms together, brings the ceremony's certificates into issuing, and certifies the
   * OCSP responders that need it. Nothing runs by itself afterwards: the caller runs {@link #jobs}.
   */
  public static CaRooms assemble(CaParts parts) {
    KeyServiceRoom keyService = KeyServiceRoom.assemble(keyServiceParts(parts));
    IssuingRoom issuing = IssuingRoom.assemble(issuingParts(parts, keyService));
    StatusRoom status = StatusRoom.assemble(statusParts(parts, issuing));
    CaRooms rooms = new CaRooms(issuing, keyService, status);
    status.responderRenewal().run();
    return rooms;
  }

  /** Everything that falls due without being asked, to be run on every node. */
  public List<Job> jobs() {
    return Stream.of(issuing.jobs(), keyService.jobs(), status.jobs())
        .flatMap(List::stream)
        .toList();
  }

  private static KeyServiceParts keyServiceParts(CaParts parts) {
    RoomAccess room = parts.keyService();
    return new KeyServiceParts(
        room.transactions(),
        room.transactions(),
        room.token(),
        parts.providers(),
        parts.directory(),
        parts.clock(),
        parts.random(),
        parts.haltPoint(),
        parts.node(),
        parts.keyServiceSettings());
  }

  private static IssuingParts issuingParts(CaParts parts, KeyServiceRoom keyService) {
    RoomAccess room = parts.issuing();
    KeyServiceBinding binding = new KeyServiceBinding(keyService);
    return new IssuingParts(
        room.transactions(),
        room.transactions(),
        room.token(),
        parts.providers(),
        parts.directory(),
        parts.clock(),
        parts.random(),
        parts.haltPoint(),
        binding,
        binding,
        parts.node(),
        parts.boot(),
        parts.issuingSettings());
  }

  private static StatusParts statusParts(CaParts parts, IssuingRoom issuing) {
    RoomAccess room = parts.status();
    return new StatusParts(
        room.transactions(),
        room.transactions(),
        room.transactions().reads(),
        room.token(),
        parts.providers(),
        parts.directory(),
        parts.clock(),
        parts.random(),
        issuing.core().responder()::certify,
        parts.node(),
        parts.boot(),
        OcspSettings.DEFAULT,
        parts.issuingSchema());
  }
}
