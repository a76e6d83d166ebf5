package dev.mocha.application.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generations.Busy;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests a rebuild when no generation has the version of the projection in this process. */
public final class VersionUpgrade {

  private static final Logger LOG = LoggerFactory.getLogger(VersionUpgrade.class);

  private final Generations generations;
  private final RebuildControl rebuilds;
  private final int version;
  private boolean logged;
  private String lastRejection = "";
  private boolean done;

  /**
   * @param version of the projection in this process
   */
  public VersionUpgrade(Generations generations, RebuildControl rebuilds, int version) {
    this.generations = generations;
    this.rebuilds = rebuilds;
    this.version = version;
  }

  /**
   * Logs once that a rebuild is needed, and requests it. Call it repeatedly: a request is rejected
   * while another rebuild runs or disk space is low.
   *
   * @param automatic whether to request the rebuild
   */
  public void check(boolean automatic) {
    if (done) {
      return;
    }
    boolean exists =
        generations.all().stream()
            .anyMatch(it -> it.version() == version && it.state() != Generation.State.RETIRED);
    if (!exists) {
      logOnce(automatic);
    }
    done = exists || !automatic || request();
  }

  private void logOnce(boolean automatic) {
    if (!logged) {
      LOG.warn(
          "the daily report has no generation of version {}: this process serves no reports until"
              + " one is rebuilt and promoted; {}",
          version,
          automatic ? "the rebuild starts now" : "run: mocha rebuild daily-report --promote");
    }
    logged = true;
  }

  private boolean request() {
    try {
      rebuilds.start(
          new RebuildRequest(Source.LOG, true, false, rebuilds.defaultRate()),
          new RequestedBy("mocha", "version " + version + " is new"));
      return true;
    } catch (Busy | Rejected later) {
      String reason = String.valueOf(later.getMessage());
      if (!reason.equals(lastRejection)) {
        LOG.warn("the rebuild of version {} waits: {}", version, reason);
      }
      lastRejection = reason;
      return false;
    }
  }
}
