package dev.mocha.http.reporting.files;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.domain.ordering.PlacedOrder;
import java.io.IOException;
import java.io.OutputStream;

/** A file while it is written. A file that is not ended must be recognisable as incomplete. */
interface ReportFile {

  /** Begins files of one format. */
  interface Factory {

    /** Begins a file with everything of the report but its orders. */
    ReportFile begin(DailyReport report, OutputStream out) throws IOException;
  }

  void order(PlacedOrder order) throws IOException;

  /** Writes the end of the file and leaves the stream open. */
  void end() throws IOException;
}
