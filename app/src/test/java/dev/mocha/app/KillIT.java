package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.app.embedded.EmbeddedServers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, really killed, while orders stream in. Afterwards nothing is missing, nothing is
 * double.
 */
class KillIT {

  private static final List<String> MERCHANTS = List.of("k-1", "k-2", "k-3", "k-4", "k-5", "k-6");
  private static final int ROUNDS = 10;
  private static final int CONSUMER_ROUNDS = 5;

  @TempDir private Path data;

  @Test
  void a_process_with_everything_in_it_is_killed_ten_times() throws Exception {
    var random = new Random(1);
    String folder = data.toString();
    MochaProcess process = MochaProcess.serve(Map.of(), "--data", folder, "--port", "0");
    LiveOrders.register(process.awaitReady(), MERCHANTS);
    try (var live = new LiveOrders(MERCHANTS, 1)) {
      for (int round = 0; round < ROUNDS; round++) {
        live.at(process.awaitReady());
        letLive(random);
        process.kill();
        live.at(null);
        process = MochaProcess.serve(Map.of(), "--data", folder, "--port", "0");
      }
      live.at(process.awaitReady());
      letLive(random);
      live.end();
      agree(process.awaitReady(), live.answered());
      assertThat(process.stop()).as(process.output()).isEqualTo(143);
    } finally {
      process.kill();
    }
  }

  @Test
  void of_two_consumers_one_is_killed_again_and_again() throws Exception {
    var random = new Random(2);
    try (EmbeddedServers servers = EmbeddedServers.start(data, _ -> {})) {
      Map<String, String> addresses = environment(servers.properties());
      MochaProcess main = MochaProcess.serve(addresses, "--roles", "orders,reports", "--port", "0");
      MochaProcess[] consumers = {consumer(addresses), consumer(addresses)};
      Running mocha = main.awaitReady();
      LiveOrders.register(mocha, MERCHANTS);
      try (var live = new LiveOrders(MERCHANTS, 2)) {
        live.at(mocha);
        for (int round = 0; round < CONSUMER_ROUNDS; round++) {
          int victim = random.nextInt(consumers.length);
          consumers[victim].awaitReady();
          letLive(random);
          consumers[victim].kill();
          consumers[victim] = consumer(addresses);
        }
        live.end();
        agree(mocha, live.answered());
      } finally {
        main.kill();
        consumers[0].kill();
        consumers[1].kill();
      }
    }
  }

  private static MochaProcess consumer(Map<String, String> addresses) throws Exception {
    return MochaProcess.serve(addresses, "--roles", "consumer", "--port", "0");
  }

  private static Map<String, String> environment(Map<String, String> properties) {
    var environment = new HashMap<String, String>();
    properties.forEach(
        (key, value) ->
            environment.put(
                key.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""), value));
    environment.put("MOCHA_KAFKA_CONSUMER_SESSIONTIMEOUT", "6s");
    return environment;
  }

  /** The kill comes at a moment that no test can wait for. */
  private static void letLive(Random random) {
    LockSupport.parkNanos(500_000_000L + random.nextLong(2_000_000_000L));
  }

  private static void agree(Running mocha, Set<String> answered) {
    mocha.awaitReports(MERCHANTS.getFirst());
    assertThat(answered).isNotEmpty();
    assertThat(LiveOrders.reported(mocha, MERCHANTS)).doesNotHaveDuplicates().containsAll(answered);
  }
}
