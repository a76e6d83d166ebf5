package dev.mocha.application.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.domain.ordering.PlacedOrder.Refund;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A hash of everything that is stored of an order. The checksums of a day's orders are added up, so
 * the sum does not depend on their sequence.
 */
final class OrderChecksum {

  /** Separates two values. */
  private static final char SEPARATOR = '\u001f';

  private static final char ABSENT = '\u0000';

  private OrderChecksum() {}

  /** The first 64 bits of the SHA-256 of the order's values. */
  static long of(OrderRow row) {
    var text = new StringBuilder(512);
    PlacedOrder order = row.order();
    OrderPlaced placed = order.placed();
    add(
        text,
        row.sequence(),
        placed.orderId().value(),
        placed.merchantId().value(),
        placed.businessDate().toEpochDay(),
        placed.at(),
        placed.timeZone().getId(),
        placed.currency().getCurrencyCode(),
        placed.orderNumber(),
        placed.customerId(),
        placed.paymentMethod(),
        placed.discount(),
        placed.deliveryFee(),
        placed.tax(),
        placed.commission(),
        placed.note(),
        order.status().name(),
        order.acceptedAt(),
        order.readyAt(),
        order.pickedUpAt(),
        order.deliveredAt(),
        order.rejectedAt(),
        order.cancelledAt(),
        order.cancelledBy(),
        order.reason(),
        order.refunded());
    for (Refund refund : order.refunds()) {
      add(text, refund.at(), refund.amount());
    }
    for (OrderLine line : placed.lines()) {
      add(text, line.sku(), line.name(), line.quantity(), line.unitPrice(), line.note());
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /** Times are stored to the microsecond. */
  private static void add(StringBuilder text, @Nullable Object... values) {
    for (Object value : values) {
      switch (value) {
        case null -> text.append(ABSENT);
        case Instant at ->
            text.append(
                TimeUnit.SECONDS.toMicros(at.getEpochSecond())
                    + TimeUnit.NANOSECONDS.toMicros(at.getNano()));
        default -> text.append(value);
      }
      text.append(SEPARATOR);
    }
  }
}
