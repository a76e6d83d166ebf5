package dev.mocha.postgres.reconciling;

import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.reconciling.ReportDays;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.rebuilding.GenerationDays;
import dev.mocha.postgres.reporting.LiveGeneration;
import dev.mocha.postgres.rows.MerchantTermsTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The days of the live generation. */
public final class LiveDays implements ReportDays {

  private final DataSource reports;
  private final JdbcClient jdbc;
  private final LiveGeneration live;

  public LiveDays(DataSource reports, LiveGeneration live) {
    this.reports = reports;
    this.jdbc = JdbcClient.create(reports);
    this.live = live;
  }

  @Override
  public List<MerchantId> merchants(@Nullable MerchantId after, int limit) {
    return OperationalDaysQuery.merchants(jdbc, live.name() + ".merchant_terms", after, limit);
  }

  @Override
  public Instant completeTo() {
    return completeTo(days());
  }

  private static Instant completeTo(GenerationDays days) {
    return days.completeTo().orElse(Instant.EPOCH);
  }

  private GenerationDays days() {
    return new GenerationDays(reports, live.name());
  }

  @Override
  public Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to) {
    return days().counts(new Days(merchantId, from, to));
  }

  @Override
  public ReportSnapshot read(MerchantId merchantId, LocalDate from, LocalDate to) {
    String generation = live.name();
    var days = new GenerationDays(reports, generation);
    var range = new Days(merchantId, from, to);
    return new ReportSnapshot(
        completeTo(days),
        OperationalDaysQuery.merchant(
            new MerchantTermsTable(jdbc, generation + ".merchant_terms"), merchantId),
        days.summaries(range),
        days.orders(range),
        days.withMisplacedRefunds(range));
  }
}
