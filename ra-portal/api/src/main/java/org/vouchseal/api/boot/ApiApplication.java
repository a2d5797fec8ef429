package org.vouchseal.api.boot;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.vouchseal.api.http.DocumentResource;
import org.vouchseal.api.http.EnrolmentsResource;
import org.vouchseal.api.http.EveryAnswer;
import org.vouchseal.api.http.FaultMapper;
import org.vouchseal.api.http.ReadinessResource;
import org.vouchseal.api.http.RefusedByContainer;

/** Everything that answers below {@code /api}. */
@ApplicationPath("/")
public class ApiApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        EnrolmentsResource.class,
        ReadinessResource.class,
        DocumentResource.class,
        RefusedByContainer.class,
        FaultMapper.class,
        EveryAnswer.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    // WADL would describe the interface a second time
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
