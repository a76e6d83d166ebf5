package dev.mocha.application.publishing;

import java.util.Map;

/**
 * An event that another service sends to the log, not validated yet.
 *
 * @param attributes of CloudEvents by name ({@code id}, {@code type}, ...), as texts
 * @param data the bytes of the data; empty for an event without data
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes of the request; events are not compared
public record LogEvent(Map<String, String> attributes, byte[] data) {

  public LogEvent {
    attributes = Map.copyOf(attributes);
  }
}
