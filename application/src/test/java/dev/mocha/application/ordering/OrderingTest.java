package dev.mocha.application.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.domain.ordering.Decision;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderCommand.AcceptOrder;
import dev.mocha.domain.ordering.OrderId;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

class OrderingTest {

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void a_command_decides_again_after_a_concurrent_write() {
    assertThat(afterConcurrentWrites(2).perform(new AcceptOrder(new OrderId("o-1"))))
        .isEqualTo(Decision.nothingToDo());
    assertThat(attempts).hasValue(3);
  }

  @Test
  void a_command_fails_after_a_concurrent_write_at_every_attempt() {
    assertThatThrownBy(() -> afterConcurrentWrites(3).perform(new AcceptOrder(new OrderId("o-1"))))
        .isInstanceOf(Ordering.Contended.class);
    assertThat(attempts).hasValue(3);
  }

  /** The use case after this number of concurrent writes. */
  private Ordering afterConcurrentWrites(int times) {
    var bus = SimpleCommandBus.builder().build();
    bus.subscribe(
        AcceptOrder.class.getName(),
        _ -> {
          if (attempts.incrementAndGet() <= times) {
            throw new ConcurrencyException("concurrent write");
          }
          return Decision.nothingToDo();
        });
    return new Ordering(
        DefaultCommandGateway.builder().commandBus(bus).build(),
        new NoMerchants(),
        Clock.systemUTC());
  }

  private static final class NoMerchants implements Merchants {
    @Override
    public Map<MerchantId, dev.mocha.domain.ordering.Merchant> find(Collection<MerchantId> ids) {
      return Map.of();
    }

    @Override
    public void record(MerchantEvent event, long sequence) {}
  }
}
