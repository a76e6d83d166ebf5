package dev.mocha.application.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generations.Busy;
import dev.mocha.application.rebuilding.Generations.NotNow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that no generation answers for the version of the code in this process. */
public final class VersionUpgrade {

  private static final Logger LOG = LoggerFactory.getLogger(VersionUpgrade.class);

  private final Generations generations;
  private final RebuildControl rebuilds;
  private final int version;
  private boolean said;
  private String waitsFor = "";
  private boolean dealtWith;

  /**
   * @param version of the projection in this process
   */
  public VersionUpgrade(Generations generations, RebuildControl rebuilds, int version) {
    this.generations = generations;
    this.rebuilds = rebuilds;
    this.version = version;
  }

  /**
   * Says so once, and begins the rebuild. To be called again and again: another rebuild may be at
   * work, or there may be no room for one now.
   *
   * @param automatic whether to begin it
   */
  public void notice(boolean automatic) {
    if (dealtWith) {
      return;
    }
    boolean tried =
        generations.all().stream()
            .anyMatch(it -> it.version() == version && it.state() != Generation.State.RETIRED);
    if (!tried) {
      sayOnce(automatic);
    }
    dealtWith = tried || !automatic || begin();
  }

  private void sayOnce(boolean automatic) {
    if (!said) {
      LOG.warn(
          "no generation of version {} of the daily report answers: reports are not served here"
              + " until one is rebuilt and promoted{}",
          version,
          automatic ? "; the rebuild begins" : " (mocha rebuild daily-report --promote)");
    }
    said = true;
  }

  private boolean begin() {
    try {
      rebuilds.start(
          new Order(Source.LOG, true, false, rebuilds.usualRate()),
          new RequestedBy("mocha", "version " + version + " is new"));
      return true;
    } catch (Busy | NotNow later) {
      String reason = String.valueOf(later.getMessage());
      if (!reason.equals(waitsFor)) {
        LOG.warn("the rebuild of version {} is not begun yet: {}", version, reason);
      }
      waitsFor = reason;
      return false;
    }
  }
}
