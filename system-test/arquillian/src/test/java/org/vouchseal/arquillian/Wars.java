package org.vouchseal.arquillian;

import java.io.File;
import java.net.URISyntaxException;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WARs as built, with the classes of a test added and nothing else changed. */
final class Wars {

  private Wars() {}

  static WebArchive with(String name, Class<?>... classes) {
    try {
      File assertj =
          new File(Assertions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/deployed/" + name))
          .addClasses(classes)
          .addAsLibrary(assertj);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("AssertJ lies in no file", e);
    }
  }
}
