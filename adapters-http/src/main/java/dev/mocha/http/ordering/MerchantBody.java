package dev.mocha.http.ordering;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.mocha.domain.ordering.Identifiers;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.Money;
import dev.mocha.http.web.OneOf;
import dev.mocha.http.web.OneOf.Codes;
import dev.mocha.http.web.PlainText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;

/**
 * A merchant in requests and responses.
 *
 * @param dayCutoff the merchant's local time at which a business day begins, {@code HH:mm}
 * @param currency of ISO 4217
 * @param commissionBps in basis points
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record MerchantBody(
    @NotNull @Pattern(regexp = Identifiers.FORM) String merchantId,
    @NotNull @PlainText(max = 200) String name,
    @NotNull @OneOf(Codes.TIME_ZONES) String timeZone,
    @NotNull
        @Pattern(regexp = "([01]\\d|2[0-3]):[0-5]\\d", message = "must be a time such as 04:00")
        String dayCutoff,
    @NotNull @OneOf(Codes.CURRENCIES) String currency,
    @NotNull @Min(0) @Max(Money.FULL_BASIS_POINTS) Integer commissionBps) {

  static MerchantBody of(MerchantId merchantId, MerchantTerms terms) {
    return new MerchantBody(
        merchantId.value(),
        terms.name(),
        terms.timeZone().getId(),
        terms.dayCutoff().toString(),
        terms.currency().getCurrencyCode(),
        terms.commissionBps());
  }

  MerchantBody named(String id) {
    return new MerchantBody(id, name, timeZone, dayCutoff, currency, commissionBps);
  }

  MerchantId id() {
    return new MerchantId(merchantId);
  }

  MerchantTerms toTerms() {
    return new MerchantTerms(
        name,
        ZoneId.of(timeZone),
        LocalTime.parse(dayCutoff),
        Currency.getInstance(currency),
        commissionBps);
  }
}
