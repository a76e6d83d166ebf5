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

  private final StringBuilder text = new StringBuilder(512);

  private OrderChecksum() {}

  /** The first 64 bits of the SHA-256 of the order's values. */
  static long of(OrderRow row) {
    var checksum = new OrderChecksum();
    PlacedOrder order = row.order();
    OrderPlaced placed = order.placed();
    checksum
        .add(row.sequence())
        .add(placed.orderId().value())
        .add(placed.merchantId().value())
        .add(placed.businessDate().toEpochDay())
        .add(placed.at())
        .add(placed.timeZone().getId())
        .add(placed.currency().getCurrencyCode())
        .add(placed.orderNumber())
        .add(placed.customerId())
        .add(placed.paymentMethod())
        .add(placed.discount())
        .add(placed.deliveryFee())
        .add(placed.tax())
        .add(placed.commission())
        .add(placed.note())
        .add(order.status().name())
        .add(order.acceptedAt())
        .add(order.readyAt())
        .add(order.pickedUpAt())
        .add(order.deliveredAt())
        .add(order.rejectedAt())
        .add(order.cancelledAt())
        .add(order.cancelledBy())
        .add(order.reason())
        .add(order.refunded());
    for (Refund refund : order.refunds()) {
      checksum.add(refund.at()).add(refund.amount());
    }
    for (OrderLine line : placed.lines()) {
      checksum
          .add(line.sku())
          .add(line.name())
          .add(line.quantity())
          .add(line.unitPrice())
          .add(line.note());
    }
    return checksum.value();
  }

  private OrderChecksum add(@Nullable String value) {
    if (value == null) {
      text.append(ABSENT);
    } else {
      text.append(value);
    }
    text.append(SEPARATOR);
    return this;
  }

  private OrderChecksum add(long value) {
    text.append(value).append(SEPARATOR);
    return this;
  }

  /** To the microsecond, as times are stored. */
  private OrderChecksum add(@Nullable Instant value) {
    return value == null
        ? add((String) null)
        : add(
            TimeUnit.SECONDS.toMicros(value.getEpochSecond())
                + TimeUnit.NANOSECONDS.toMicros(value.getNano()));
  }

  private long value() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
