package org.vouchseal.api.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** The description of this interface, and the help page of each problem type. */
@Dependent
@Path("")
public class DocumentResource {

  private final Documents documents;

  @Inject
  public DocumentResource(Documents documents) {
    this.documents = documents;
  }

  @GET
  @Path("openapi.json")
  public Response openApi() {
    return JaxRs.response(documents.openApi());
  }

  @GET
  @Path("problems/{name}")
  public Response problem(@PathParam("name") String name) {
    return JaxRs.response(documents.problem(name));
  }
}
