package dev.mocha.app.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A Kafka broker as a process of its own, so that it can be killed. */
public final class Broker {

  /** What it prints when it serves. */
  public static final String READY = "the broker is ready";

  private Broker() {}

  /** Takes its folder, its address and that of its controller. */
  public static void main(String... args) throws IOException {
    EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), args[1], args[2]);
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
    System.out.println(READY);
  }
}
