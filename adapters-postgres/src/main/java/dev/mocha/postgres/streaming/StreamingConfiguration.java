package dev.mocha.postgres.streaming;

import static dev.mocha.postgres.databases.Pool.Name.REPORTS;

import dev.mocha.application.process.Role;
import dev.mocha.application.streaming.DeadLetters;
import dev.mocha.application.streaming.StreamTables;
import dev.mocha.application.streaming.TableStatements;
import dev.mocha.postgres.databases.Pool;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables of streams; their DDL is available in every role. */
@Configuration(proxyBeanMethods = false)
public class StreamingConfiguration {

  @Bean
  TableStatements tableStatements() {
    return new StreamTableSql();
  }

  @Bean
  @Profile(Role.CONSUMER)
  StreamTables streamTables(
      @Pool(REPORTS) DataSource reports, @Pool(REPORTS) JdbcTransactionManager transactions) {
    return new ConfiguredTables(reports, new TransactionTemplate(transactions));
  }

  @Bean
  @Profile(Role.CONSUMER)
  DeadLetters deadLetters(
      @Pool(REPORTS) DataSource reports, @Pool(REPORTS) JdbcTransactionManager transactions) {
    return new DeadLettersTable(JdbcClient.create(reports), transactions);
  }
}
