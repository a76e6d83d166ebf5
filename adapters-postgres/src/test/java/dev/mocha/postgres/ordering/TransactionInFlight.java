package dev.mocha.postgres.ordering;

import dev.mocha.postgres.TestDatabase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** A transaction of another thread that works, and ends on request. */
final class TransactionInFlight {

  private final JdbcTransactionManager transactions;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final TransactionStatus status;

  TransactionInFlight(TestDatabase database) {
    transactions = database.transactionManager();
    status =
        CompletableFuture.supplyAsync(
                () -> transactions.getTransaction(new DefaultTransactionDefinition()), thread)
            .join();
  }

  void work(Runnable work) {
    CompletableFuture.runAsync(work, thread).join();
  }

  void commit() {
    end(() -> transactions.commit(status));
  }

  void rollBack() {
    end(() -> transactions.rollback(status));
  }

  private void end(Runnable end) {
    work(end);
    thread.shutdown();
  }
}
