package dev.mocha.postgres.reporting;

import static java.util.stream.Collectors.joining;

import dev.mocha.application.reporting.VisibleMerchants;
import dev.mocha.domain.ordering.MerchantId;

/** The current caller's merchants, as the row-level policies of the report tables read them. */
final class NamedMerchants {

  /** Sets them for the rest of the transaction. */
  static final String SET = "SELECT set_config('mocha.merchants', :callersMerchants, true)";

  static final String PARAMETER = "callersMerchants";

  private NamedMerchants() {}

  static String current() {
    return switch (VisibleMerchants.current()) {
      case VisibleMerchants.All _ -> "*";
      case VisibleMerchants.Some some ->
          some.merchants().stream().map(MerchantId::value).sorted().collect(joining(","));
    };
  }
}
