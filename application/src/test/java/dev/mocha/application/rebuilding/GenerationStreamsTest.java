package dev.mocha.application.rebuilding;

import static dev.mocha.application.reporting.Lives.TERMS;
import static dev.mocha.application.reporting.Lives.line;
import static dev.mocha.application.reporting.Lives.live;
import static dev.mocha.application.reporting.Lives.placement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.reporting.Lives;
import dev.mocha.application.streaming.EventStreams;
import dev.mocha.domain.ordering.OrderEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DefaultEventProcessorSpanFactory;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.SimpleEventBus;
import org.axonframework.messaging.SubscribableMessageSource;
import org.axonframework.tracing.NoOpSpanFactory;
import org.junit.jupiter.api.Test;

class GenerationStreamsTest {

  private static final int VERSION = 7;

  private final GenerationsInMemory generations = new GenerationsInMemory();
  private final ContentsInMemory contents = new ContentsInMemory();
  private final StreamsInMemory streams = new StreamsInMemory();
  private final GenerationStreams streamsOfGenerations =
      new GenerationStreams(
          generations,
          contents,
          streams,
          DefaultEventProcessorSpanFactory.builder().spanFactory(NoOpSpanFactory.INSTANCE).build(),
          VERSION);

  /** Streams that hand on what a test puts in. */
  private static final class StreamsInMemory implements EventStreams {
    private final Map<String, SimpleEventBus> open = new LinkedHashMap<>();
    private final Set<String> relied = new HashSet<>();
    private int opened;

    @Override
    public EventStream open(
        String name, Consumer<SubscribableMessageSource<? extends EventMessage<?>>> subscribe) {
      var source = SimpleEventBus.builder().build();
      subscribe.accept(source);
      open.put(name, source);
      opened++;
      return new EventStream() {
        @Override
        public void affectHealth(boolean it) {
          if (it) {
            relied.add(name);
          } else {
            relied.remove(name);
          }
        }

        @Override
        public void close() {
          open.remove(name);
        }
      };
    }

    void put(String name, OrderEvent event) {
      var bus = open.get(name);
      if (bus != null) {
        bus.publish(new GenericDomainEventMessage<>("order", event.orderId().value(), 0, event));
      }
    }
  }

  private List<String> openStreams() {
    streamsOfGenerations.follow();
    return List.copyOf(streams.open.keySet());
  }

  @Test
  void every_generation_of_this_version_whose_tables_are_filled_has_a_stream() {
    for (State state : State.values()) {
      generations.add(VERSION, state);
    }
    generations.add(VERSION - 1, State.LIVE);
    generations.add(VERSION + 1, State.CATCHING_UP);

    assertThat(openStreams())
        .map(generations::state)
        .containsExactlyInAnyOrder(State.CATCHING_UP, State.READY, State.LIVE, State.PREVIOUS);
  }

  @Test
  void a_stream_opens_when_its_generation_is_filled_and_closes_when_it_is_retired() {
    String name = generations.add(VERSION, State.BUILDING);
    assertThat(openStreams()).isEmpty();
    for (State filled : List.of(State.CATCHING_UP, State.READY, State.LIVE, State.PREVIOUS)) {
      generations.become(name, filled);
      assertThat(openStreams()).containsExactly(name);
    }
    assertThat(streams.opened).isEqualTo(1);

    generations.become(name, State.RETIRED);
    assertThat(openStreams()).isEmpty();
  }

  @Test
  void queries_rely_on_the_stream_of_the_live_generation() {
    String live = generations.add(VERSION, State.LIVE);
    String ready = generations.add(VERSION, State.READY);
    streamsOfGenerations.follow();
    assertThat(streams.relied).containsExactly(live);

    generations.become(live, State.PREVIOUS);
    generations.become(ready, State.LIVE);
    streamsOfGenerations.follow();
    assertThat(streams.relied).containsExactly(ready);
  }

  @Test
  void a_stream_feeds_the_rows_of_its_generation() {
    String one = generations.add(VERSION, State.LIVE);
    String other = generations.add(VERSION, State.CATCHING_UP);
    streamsOfGenerations.follow();

    streams.put(
        other,
        live(
                placement(1, 0, "CASH", 50, List.of(line("Soto", 2, 900))),
                TERMS.getFirst(),
                Lives.BEGIN,
                Duration.ofMinutes(1),
                List.of())
            .getFirst());

    assertThat(contents.rows(other).orders()).hasSize(1);
    assertThat(contents.rows(one).orders()).isEmpty();
  }

  @Test
  void all_streams_close_with_the_process() {
    generations.add(VERSION, State.LIVE);
    generations.add(VERSION, State.PREVIOUS);
    assertThat(openStreams()).hasSize(2);

    streamsOfGenerations.closeAll();

    assertThat(streams.open).isEmpty();
  }
}
