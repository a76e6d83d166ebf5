package dev.mocha.http.reporting.files;

import dev.mocha.domain.ordering.MerchantId;
import java.time.LocalDate;
import org.springframework.http.MediaType;

/** The formats of a daily report, by their names in a request. */
public enum ReportFormat {
  json(MediaType.APPLICATION_JSON_VALUE),
  csv(ReportFormat.CSV),
  xlsx(ReportFormat.XLSX),
  pdf(ReportFormat.PDF);

  public static final String CSV = "text/csv";
  public static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  public static final String PDF = MediaType.APPLICATION_PDF_VALUE;

  private final MediaType mediaType;

  ReportFormat(String mediaType) {
    this.mediaType = MediaType.parseMediaType(mediaType);
  }

  public MediaType mediaType() {
    return mediaType;
  }

  String contentType() {
    return this == csv ? CSV + ";charset=UTF-8" : mediaType.toString();
  }

  /** Such as {@code m-0001-2018-07-26.xlsx}. */
  String fileName(MerchantId merchantId, LocalDate date) {
    return "%s-%s.%s".formatted(merchantId, date, name());
  }
}
