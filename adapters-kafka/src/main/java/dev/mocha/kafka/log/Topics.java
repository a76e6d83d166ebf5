package dev.mocha.kafka.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates missing topics before anything is sent. A producer must not create them. */
public final class Topics {

  private static final int TIMEOUT_SECONDS = 60;

  private Topics() {}

  public static void ensure(KafkaProperties properties) {
    var topics = properties.topics();
    var configuration = new HashMap<String, Object>(properties.properties());
    configuration.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    try (Admin admin = Admin.create(configuration)) {
      Set<String> present = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      List<NewTopic> missing =
          wanted(properties).stream()
              .filter(name -> !present.contains(name))
              .map(name -> topic(name, topics))
              .toList();
      admin.createTopics(missing).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (!(failed.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("cannot create the topics", failed.getCause());
      }
    } catch (TimeoutException failed) {
      throw new IllegalStateException(
          "no Kafka broker answers at " + properties.bootstrapServers(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating the topics", interrupted);
    }
  }

  private static Set<String> wanted(KafkaProperties properties) {
    var wanted = new TreeSet<>(properties.ingestTopics());
    wanted.add(properties.topics().orders());
    wanted.add(properties.topics().merchants());
    return wanted;
  }

  private static NewTopic topic(String name, KafkaProperties.Topics topics) {
    return new NewTopic(
            name,
            Optional.of(topics.partitions()),
            topics.replicationFactor() < 0
                ? Optional.empty()
                : Optional.of(topics.replicationFactor()))
        .configs(
            Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(topics.retention().toMillis())));
  }
}
