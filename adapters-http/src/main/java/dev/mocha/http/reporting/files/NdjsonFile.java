package dev.mocha.http.reporting.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import dev.mocha.domain.ordering.PlacedOrder;
import java.io.IOException;
import java.io.OutputStream;

/** The orders as JSON, one per line. */
final class NdjsonFile implements ReportFile {

  private final SequenceWriter lines;

  NdjsonFile(ObjectMapper json, OutputStream out) throws IOException {
    lines =
        json.writer()
            .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .withRootValueSeparator("\n")
            .writeValues(out);
  }

  @Override
  public void order(PlacedOrder order) throws IOException {
    lines.write(order);
  }

  @Override
  public void end() throws IOException {
    lines.close();
  }
}
