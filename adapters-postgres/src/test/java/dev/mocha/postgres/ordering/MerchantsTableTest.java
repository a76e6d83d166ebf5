package dev.mocha.postgres.ordering;

import static dev.mocha.postgres.AnOrder.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.Merchant.Agreement;
import dev.mocha.domain.ordering.MerchantEvent.MerchantChanged;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.postgres.TestDatabase;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MerchantsTableTest {

  private static final MerchantId SARI = new MerchantId("m-1");
  private static final MerchantId KEDAI = new MerchantId("m-2");
  private static final Instant BEGIN = Instant.parse("2018-07-01T00:00:00.000001Z");
  private static final MerchantTerms FIRST = terms("Asia/Jakarta", "04:00");
  private static final MerchantTerms SECOND =
      new MerchantTerms(
          "Warung Sari 🍲 & Co",
          ZoneId.of("Asia/Makassar"),
          LocalTime.of(23, 59),
          Currency.getInstance("IDR"),
          0);

  @AutoClose private final TestDatabase database = TestDatabase.ofOrders();

  private final MerchantsTable merchants = new MerchantsTable(database.jdbc());

  @Test
  void a_merchant_has_all_its_terms() {
    merchants.record(new MerchantRegistered(SARI, BEGIN, FIRST), 0);
    merchants.record(new MerchantChanged(SARI, BEGIN.plusSeconds(1), SECOND), 1);
    merchants.record(new MerchantRegistered(KEDAI, BEGIN, SECOND), 0);

    var sari =
        new Merchant(
            List.of(new Agreement(BEGIN, FIRST), new Agreement(BEGIN.plusSeconds(1), SECOND)));
    assertThat(merchants.find(SARI)).contains(sari);
    assertThat(merchants.find(List.of(SARI, KEDAI, new MerchantId("m-3"))))
        .isEqualTo(Map.of(SARI, sari, KEDAI, new Merchant(List.of(new Agreement(BEGIN, SECOND)))));
  }

  @Test
  void a_repeated_event_is_stored_once() {
    merchants.record(new MerchantRegistered(SARI, BEGIN, FIRST), 0);
    merchants.record(new MerchantRegistered(SARI, BEGIN, FIRST), 0);

    assertThat(merchants.find(SARI)).contains(new Merchant(List.of(new Agreement(BEGIN, FIRST))));
  }

  @Test
  void agreements_come_in_the_order_of_their_events() {
    merchants.record(new MerchantChanged(SARI, BEGIN, SECOND), 10);
    merchants.record(new MerchantRegistered(SARI, BEGIN, FIRST), 9);

    assertThat(merchants.find(SARI))
        .contains(new Merchant(List.of(new Agreement(BEGIN, FIRST), new Agreement(BEGIN, SECOND))));
  }

  @Test
  void a_merchant_is_not_found_before_registration() {
    assertThat(merchants.find(SARI)).isEmpty();
    assertThat(merchants.find(List.of())).isEmpty();
  }
}
