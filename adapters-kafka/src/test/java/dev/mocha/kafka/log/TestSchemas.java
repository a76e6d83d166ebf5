package dev.mocha.kafka.log;

import dev.mocha.logclient.Schemas;

/** The schemas of Mocha's own events. */
public final class TestSchemas {

  public static final Schemas OWN =
      Schemas.onClassPath(TestSchemas.class.getClassLoader(), "schemas");

  private TestSchemas() {}
}
