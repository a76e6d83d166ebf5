package dev.mocha.postgres.ordering;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Notifies every process of the database, by {@code NOTIFY}, that events were appended. It does so
 * after the commit and on a connection of its own: PostgreSQL lets transactions that notify commit
 * one after the other. A notification may be lost, so whoever waits also polls.
 */
public final class AppendNotifications implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AppendNotifications.class);
  private static final String CHANNEL = "mocha_events";

  private final DataSource orders;
  private final JdbcTemplate jdbc;

  /** An append that commits while this closes goes without a notification. */
  private final ExecutorService sender =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("append-notifications").daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private final AtomicBoolean isDue = new AtomicBoolean();
  private @Nullable Connection listening;

  AppendNotifications(DataSource orders) {
    this.orders = orders;
    this.jdbc = new JdbcTemplate(orders);
  }

  /** Notifies when the transaction of this thread has committed, at once where there is none. */
  void notifyAfterCommit() {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      requestNotification();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            requestNotification();
          }
        });
  }

  /** One notification serves all commits that come before it is sent. */
  private void requestNotification() {
    if (isDue.compareAndSet(false, true)) {
      sender.execute(this::send);
    }
  }

  private void send() {
    isDue.set(false);
    try {
      jdbc.execute("NOTIFY " + CHANNEL);
    } catch (DataAccessException lost) {
      LOG.debug("the outbox relay polls: a notification was not sent", lost);
    }
  }

  /** Waits for the next notification, or until the time has passed. */
  public synchronized void await(Duration maximum) {
    try {
      if (listening == null) {
        listening = orders.getConnection();
        try (var statement = listening.createStatement()) {
          statement.execute("LISTEN " + CHANNEL);
        }
        return;
      }
      listening.unwrap(PGConnection.class).getNotifications(Math.max(1, (int) maximum.toMillis()));
    } catch (SQLException lost) {
      LOG.debug("the outbox relay polls: it does not receive notifications", lost);
      stopListening();
      LockSupport.parkNanos(maximum.toNanos());
    }
  }

  private void stopListening() {
    JdbcUtils.closeConnection(listening);
    listening = null;
  }

  @Override
  public synchronized void close() {
    sender.shutdownNow();
    stopListening();
  }
}
