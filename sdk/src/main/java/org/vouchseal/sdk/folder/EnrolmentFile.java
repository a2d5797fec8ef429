package org.vouchseal.sdk.folder;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.vouchseal.sdk.enrolment.StartedEnrolment;

/** The id and token of an enrolment as JSON. */
final class EnrolmentFile {

  private EnrolmentFile() {}

  static StartedEnrolment read(JsonObject object) {
    return new StartedEnrolment(object.getString("id"), object.getString("token"));
  }

  static JsonObject written(StartedEnrolment enrolment) {
    return Json.createObjectBuilder()
        .add("id", enrolment.id())
        .add("token", enrolment.token())
        .build();
  }
}
