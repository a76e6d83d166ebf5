package dev.mocha.application.rebuilding;

/**
 * What a rebuild is to do.
 *
 * @param promote whether to promote the generation once it is verified
 * @param force whether to promote it even if days differ, and to start even if disk space is low
 * @param rate the most entries read per second; 0 for no limit
 */
public record RebuildRequest(Source source, boolean promote, boolean force, int rate) {

  /** Where a rebuild reads the events from. */
  public enum Source {
    LOG,
    EVENT_STORE
  }
}
