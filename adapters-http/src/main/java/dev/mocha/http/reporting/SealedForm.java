package dev.mocha.http.reporting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.ReportEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The JSON of a first view, with a gap where it says up to when it is complete. */
public final class SealedForm implements ReportEncoder {

  /** A quotation mark within a value is escaped, so that this stands nowhere else. */
  private static final byte[] BEFORE_GAP = "\"completeTo\":".getBytes(StandardCharsets.UTF_8);

  private final ObjectMapper json;

  /**
   * @param json the one that answers requests
   */
  public SealedForm(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public byte[] document(DailyReport report) {
    try {
      byte[] text = json.writeValueAsBytes(report);
      int gap = endOf(BEFORE_GAP, text);
      int filled = json.writeValueAsBytes(report.completeTo()).length;
      return SealedDocument.of(
              Arrays.copyOf(text, gap), Arrays.copyOfRange(text, gap + filled, text.length))
          .bytes();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static int endOf(byte[] part, byte[] text) {
    for (int end = part.length; end <= text.length; end++) {
      if (Arrays.equals(text, end - part.length, end, part, 0, part.length)) {
        return end;
      }
    }
    throw new IllegalStateException("a report says up to when it is complete");
  }
}
