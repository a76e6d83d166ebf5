package dev.mocha.postgres.rows;

import static dev.mocha.postgres.sql.Columns.at;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.Merchant.Agreement;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The terms of merchants, of the main service or of a generation. */
public final class MerchantTermsTable {

  private final JdbcClient jdbc;
  private final String select;
  private final String insert;

  /**
   * @param table with its schema
   */
  public MerchantTermsTable(JdbcClient jdbc, String table) {
    this.jdbc = jdbc;
    this.select =
        """
        SELECT merchant_id, valid_from, name, time_zone, day_cutoff, currency, commission_bps
        FROM %s
        WHERE merchant_id = ANY (?)
        ORDER BY merchant_id, sequence
        """
            .formatted(table);
    this.insert =
        """
        INSERT INTO %s
          (merchant_id, sequence, valid_from, name, time_zone, day_cutoff, currency, commission_bps)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (merchant_id, sequence) DO NOTHING
        """
            .formatted(table);
  }

  /** Those of these merchants that exist. */
  public Map<MerchantId, Merchant> find(Collection<MerchantId> merchantIds) {
    var agreements = new LinkedHashMap<MerchantId, List<Agreement>>();
    jdbc.sql(select)
        .param(merchantIds.stream().map(MerchantId::value).toArray(String[]::new))
        .query(
            row -> {
              agreements
                  .computeIfAbsent(
                      new MerchantId(row.getString("merchant_id")), _ -> new ArrayList<>())
                  .add(agreement(row));
            });
    var merchants = new LinkedHashMap<MerchantId, Merchant>();
    agreements.forEach((id, all) -> merchants.put(id, new Merchant(all)));
    return merchants;
  }

  /**
   * Stores the terms of an event.
   *
   * @return false when they were stored before
   */
  public boolean record(MerchantEvent event, long sequence) {
    MerchantTerms terms = event.terms();
    return jdbc.sql(insert)
            .params(
                event.merchantId().value(),
                sequence,
                at(event.at()),
                terms.name(),
                terms.timeZone().getId(),
                terms.dayCutoff(),
                terms.currency().getCurrencyCode(),
                terms.commissionBps())
            .update()
        == 1;
  }

  private static Agreement agreement(ResultSet row) throws SQLException {
    return new Agreement(
        requiredInstant(row, "valid_from"),
        new MerchantTerms(
            row.getString("name"),
            ZoneId.of(row.getString("time_zone")),
            row.getObject("day_cutoff", LocalTime.class),
            Currency.getInstance(row.getString("currency")),
            row.getInt("commission_bps")));
  }
}
