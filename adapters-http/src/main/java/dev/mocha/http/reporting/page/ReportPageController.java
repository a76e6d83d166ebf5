package dev.mocha.http.reporting.page;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.mocha.application.process.Role;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.RolledUpDay;
import dev.mocha.application.reporting.SummaryFigure;
import dev.mocha.application.reporting.VisibleMerchants;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.http.reporting.Cursors;
import dev.mocha.http.reporting.ReportParameters;
import dev.mocha.http.reporting.files.DayDownload;
import dev.mocha.http.reporting.files.ReportFormat;
import dev.mocha.http.web.Page;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page: the day of one merchant, or of several merchants of the reader. */
@Page
@Profile(Role.REPORTS)
final class ReportPageController {

  /** A report whose {@code completeTo} is older than this is late. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private final ReportQueries reports;
  private final DayDownload download;
  private final Clock clock;

  ReportPageController(ReportQueries reports, DayDownload download, Clock clock) {
    this.reports = reports;
    this.download = download;
    this.clock = clock;
  }

  @GetMapping(path = Paths.PAGE, produces = MediaType.TEXT_HTML_VALUE)
  public String page(
      @RequestParam(required = false) @Nullable List<String> merchant,
      @RequestParam(required = false) @Nullable String date,
      @RequestParam(required = false) @Nullable Set<OrderStatus> status,
      @RequestParam(required = false) @PlainText(max = ReportParameters.MAX_TEXT)
          @Nullable String q,
      @RequestParam(required = false) @Nullable String cursor,
      Locale locale,
      Model model) {
    Map<MerchantId, Merchant> own = own();
    model.addAttribute("merchants", own);
    List<MerchantId> chosen = chosen(merchant, own);
    var selection =
        new PageSelection(
            chosen,
            date == null ? today(chosen, own) : ReportParameters.date("date", date),
            status == null ? Set.of() : status,
            q,
            cursor == null ? null : Cursors.decode(cursor));
    model.addAttribute("selection", selection);
    if (selection.merchantId() != null) {
      return oneMerchant(selection, locale, model);
    }
    if (chosen.isEmpty() && own.isEmpty()) {
      model.addAttribute("seesAll", VisibleMerchants.current() instanceof VisibleMerchants.All);
      return "choose";
    }
    return outlets(chosen.isEmpty() ? own.keySet() : chosen, selection, locale, model);
  }

  private String oneMerchant(PageSelection selection, Locale locale, Model model) {
    DailyReport report =
        reports
            .find(requireNonNull(selection.merchantId()), selection.date(), selection.query())
            .orElseThrow(NotFound::merchant);
    model.addAttribute("report", report);
    model.addAttribute("formats", new LocalFormats(locale, report.currency(), report.timeZone()));
    model.addAttribute("figures", SummaryFigure.values());
    model.addAttribute("statuses", OrderStatus.values());
    model.addAttribute("hours", HourChart.of(report));
    model.addAttribute("late", isLate(report));
    model.addAttribute("notBegun", hasNotBegun(report));
    return "report";
  }

  private String outlets(
      Collection<MerchantId> wanted, PageSelection selection, Locale locale, Model model) {
    List<DailyReport> found =
        wanted.stream()
            .limit(RolledUpDay.MAX_MERCHANTS)
            .flatMap(it -> reports.find(it, selection.date(), OrderQuery.first(0)).stream())
            .toList();
    if (found.isEmpty()) {
      throw NotFound.merchant();
    }
    var day = RolledUpDay.of(selection.date(), found);
    model.addAttribute("day", day);
    model.addAttribute("leftOut", wanted.size() - found.size());
    model.addAttribute("late", found.stream().anyMatch(this::isLate));
    model.addAttribute("notBegun", found.stream().allMatch(this::hasNotBegun));
    model.addAttribute("figures", SummaryFigure.values());
    model.addAttribute(
        "formats",
        day.currencies().stream()
            .map(
                it -> new LocalFormats(locale, it.currency(), it.merchants().getFirst().timeZone()))
            .toList());
    return "outlets";
  }

  /** The complete day as a file. */
  @GetMapping(path = Paths.PAGE + "/file")
  public void file(
      @RequestParam String merchant,
      @RequestParam String date,
      @RequestParam ReportFormat format,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (format == ReportFormat.json) {
      throw new Invalid("format", "must be csv, xlsx or pdf");
    }
    download.file(
        format,
        ReportParameters.merchant(merchant),
        ReportParameters.date("date", date),
        request,
        response);
  }

  /** The reader's merchants, sorted by name; empty when the reader may see all. */
  private Map<MerchantId, Merchant> own() {
    return switch (VisibleMerchants.current()) {
      case VisibleMerchants.All _ -> Map.of();
      case VisibleMerchants.Some some ->
          reports.merchants(some.merchants()).entrySet().stream()
              .sorted(
                  comparing((Map.Entry<MerchantId, Merchant> it) -> it.getValue().terms().name())
                      .thenComparing(it -> it.getKey().value()))
              .collect(
                  toMap(
                      Map.Entry::getKey,
                      Map.Entry::getValue,
                      (first, _) -> first,
                      LinkedHashMap::new));
    };
  }

  /**
   * The merchants in the parameter, repeated or separated by commas; by default the reader's only
   * one.
   */
  private static List<MerchantId> chosen(
      @Nullable List<String> named, Map<MerchantId, Merchant> own) {
    List<MerchantId> chosen =
        Stream.ofNullable(named)
            .flatMap(List::stream)
            .flatMap(it -> Stream.of(it.split(",")))
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .map(ReportParameters::merchant)
            .distinct()
            .toList();
    if (chosen.size() > RolledUpDay.MAX_MERCHANTS) {
      throw new Invalid(
          "merchant", "must name at most %d merchants".formatted(RolledUpDay.MAX_MERCHANTS));
    }
    return chosen.isEmpty() && own.size() == 1 ? List.copyOf(own.keySet()) : chosen;
  }

  /** The current business day of the first merchant; of UTC when there is none. */
  private LocalDate today(List<MerchantId> chosen, Map<MerchantId, Merchant> own) {
    Instant now = clock.instant();
    Merchant merchant =
        chosen.isEmpty()
            ? own.values().stream().findFirst().orElse(null)
            : reports.merchants(Set.of(chosen.getFirst())).get(chosen.getFirst());
    return merchant == null
        ? LocalDate.ofInstant(now, ZoneOffset.UTC)
        : merchant.terms().calendar().dateOf(now);
  }

  private boolean hasNotBegun(DailyReport report) {
    return report.dayStart().isAfter(clock.instant());
  }

  private boolean isLate(DailyReport report) {
    Instant due = clock.instant().minus(LATE);
    return !report.isFinal()
        && report.completeTo().isBefore(due.isBefore(report.dayEnd()) ? due : report.dayEnd());
  }
}
