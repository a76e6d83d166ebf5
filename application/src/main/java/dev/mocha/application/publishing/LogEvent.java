package dev.mocha.application.publishing;

import java.util.Map;

/**
 * An event on its way to the log, as whoever sends it has written it. Nothing in it is checked yet.
 *
 * @param attributes by the names that CloudEvents gives them ({@code id}, {@code type}, ...), as
 *     texts
 * @param data the bytes of its data; none where it has none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; events are not compared
public record LogEvent(Map<String, String> attributes, byte[] data) {

  public LogEvent {
    attributes = Map.copyOf(attributes);
  }
}
