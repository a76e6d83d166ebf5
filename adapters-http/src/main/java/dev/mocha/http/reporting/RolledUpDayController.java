package dev.mocha.http.reporting;

import static dev.mocha.http.reporting.ReportParameters.date;
import static dev.mocha.http.reporting.ReportParameters.merchant;

import dev.mocha.application.process.Role;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.RolledUpDay;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The business day of several merchants, for an owner with many outlets. */
@RestController
@Tag(name = "Reports")
@Profile(Role.REPORTS)
final class RolledUpDayController {

  private final ReportQueries reports;

  RolledUpDayController(ReportQueries reports) {
    this.reports = reports;
  }

  @GetMapping(path = Paths.ROLLED_UP_DAYS + "/{date}", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "The business day of up to 50 merchants, summed up by currency")
  public RolledUpDay day(
      @PathVariable String date,
      @RequestParam(name = "merchant", required = false) @Nullable Set<String> merchants) {
    LocalDate day = date("date", date);
    Set<String> asked = merchants == null ? Set.of() : new LinkedHashSet<>(merchants);
    if (asked.isEmpty() || asked.size() > RolledUpDay.MAX_MERCHANTS) {
      throw new Invalid("merchant", "must name 1 to " + RolledUpDay.MAX_MERCHANTS + " merchants");
    }
    List<DailyReport> found =
        asked.stream()
            .map(
                it ->
                    reports
                        .find(merchant(it), day, OrderQuery.first(0))
                        .orElseThrow(NotFound::merchant))
            .toList();
    return RolledUpDay.of(day, found);
  }
}
