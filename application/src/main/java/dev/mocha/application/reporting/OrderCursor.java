package dev.mocha.application.reporting;

import dev.mocha.domain.ordering.OrderId;
import java.time.Instant;

/** The last order of a page: the next page begins after it. */
public record OrderCursor(Instant placedAt, OrderId orderId) {}
