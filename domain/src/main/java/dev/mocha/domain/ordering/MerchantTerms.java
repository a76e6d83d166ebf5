package dev.mocha.domain.ordering;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;

/**
 * The terms of a merchant.
 *
 * @param commissionBps the commission in basis points, 0 to 10,000
 */
public record MerchantTerms(
    String name, ZoneId timeZone, LocalTime dayCutoff, Currency currency, int commissionBps) {

  public MerchantTerms {
    if (commissionBps < 0 || commissionBps > Money.FULL_BASIS_POINTS) {
      throw new IllegalArgumentException("commission out of range: " + commissionBps);
    }
  }

  public BusinessCalendar calendar() {
    return new BusinessCalendar(timeZone, dayCutoff);
  }
}
