package org.vouchseal.api.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.vouchseal.validation.boot.ValidationRoom;

/** Says whether this WAR can work: its database answers. */
@Dependent
@Path("v1/ready")
public class ReadinessResource {

  private final ValidationRoom room;

  @Inject
  public ReadinessResource(ValidationRoom room) {
    this.room = room;
  }

  @GET
  public Response ready() {
    room.checkReady();
    return JaxRs.response(Answer.json(200, Json.createObjectBuilder().add("ready", true).build()));
  }
}
