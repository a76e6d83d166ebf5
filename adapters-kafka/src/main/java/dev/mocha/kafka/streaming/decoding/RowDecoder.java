package dev.mocha.kafka.streaming.decoding;

import dev.mocha.application.streaming.StreamColumn;
import dev.mocha.application.streaming.StreamColumn.Part;
import dev.mocha.application.streaming.StreamColumn.Source;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinition.Format;
import dev.mocha.application.streaming.StreamRow;
import dev.mocha.kafka.log.Watermark;
import dev.mocha.kafka.streaming.decoding.CloudEvents.Event;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes the records of a configured stream into rows of its table. Thread-safe. */
public final class RowDecoder {

  private final StreamDefinition stream;
  private final StreamColumn[] columns;
  private final CloudEvents events;
  private final DataColumns data;
  private final DataColumns dataOfDeletes;
  private final @Nullable PersonalData personal;
  private final int[] attributes;
  private final boolean[] neededToDelete;

  /**
   * @param hashKey null when the stream hashes nothing
   */
  public RowDecoder(StreamDefinition stream, @Nullable String hashKey) {
    this.stream = stream;
    this.columns = stream.columns().toArray(StreamColumn[]::new);
    this.events =
        new CloudEvents(
            stream.columns().stream()
                .map(StreamColumn::source)
                .filter(Source.Attribute.class::isInstance)
                .map(it -> ((Source.Attribute) it).name())
                .collect(Collectors.toCollection(TreeSet::new)));
    this.data =
        DataColumns.of(
            stream.columns(),
            stream.columns().stream().map(StreamColumn::name).collect(Collectors.toSet()));
    var keyAndVersion = new HashSet<>(stream.key());
    if (stream.version() != null) {
      keyAndVersion.add(stream.version());
    }
    this.dataOfDeletes = DataColumns.of(stream.columns(), keyAndVersion);
    this.personal =
        stream.personal().isEmpty() ? null : new PersonalData(stream.personal(), hashKey);
    this.attributes = new int[columns.length];
    this.neededToDelete = new boolean[columns.length];
    for (int index = 0; index < columns.length; index++) {
      neededToDelete[index] = keyAndVersion.contains(columns[index].name());
      if (columns[index].source() instanceof Source.Attribute(String name)) {
        attributes[index] = events.indexOf(name);
      }
    }
  }

  /**
   * Decodes a record.
   *
   * @throws InvalidRecord when it is not valid for this stream
   */
  public Decoded<StreamRow> decode(ConsumerRecord<byte[], byte[]> record) {
    boolean empty = record.value() == null;
    if (empty && (stream.format() == Format.JSON || !CloudEvents.isEvent(record))) {
      return tombstone(record, null);
    }
    if (stream.format() == Format.JSON) {
      return upsert(record, null, TextValues.utf8(record.value(), "the value"));
    }
    Event event = events.read(record);
    if (event.type().equals(Watermark.TYPE)) {
      return watermark(event);
    }
    if (stream.deletes().types().contains(event.type())) {
      return delete(record, event, event.data());
    }
    if (!stream.types().isEmpty() && !stream.types().contains(event.type())) {
      return new Decoded.Nothing<>();
    }
    return empty && stream.deletes().tombstones()
        ? tombstone(record, event)
        : upsert(record, event, event.data());
  }

  private static Decoded<StreamRow> watermark(Event event) {
    String time = event.time();
    if (time == null) {
      throw new InvalidRecord("a watermark without a time");
    }
    return new Decoded.Watermark<>(TextValues.timestamptz(time), List.of());
  }

  private Decoded<StreamRow> upsert(
      ConsumerRecord<byte[], byte[]> record, @Nullable Event event, @Nullable String json) {
    @Nullable Object[] values = read(data, json);
    for (int index = 0; index < columns.length; index++) {
      readEnvelope(index, record, event, values);
      checkOrDefault(index, values);
    }
    return new Decoded.Content<>(new StreamRow.Upsert(listOf(values)));
  }

  private Decoded<StreamRow> delete(
      ConsumerRecord<byte[], byte[]> record, @Nullable Event event, @Nullable String json) {
    @Nullable Object[] values = read(dataOfDeletes, json);
    for (int index = 0; index < columns.length; index++) {
      if (neededToDelete[index]) {
        readEnvelope(index, record, event, values);
        checkOrDefault(index, values);
      }
    }
    return new Decoded.Content<>(new StreamRow.Delete(listOf(values)));
  }

  /** A tombstone has no version unless an attribute or the record has it. */
  private Decoded<StreamRow> tombstone(
      ConsumerRecord<byte[], byte[]> record, @Nullable Event event) {
    if (!stream.deletes().tombstones()) {
      throw new InvalidRecord("it has no value, and deletes.tombstones of this stream is false");
    }
    @Nullable Object[] values = new @Nullable Object[columns.length];
    for (int index = 0; index < columns.length; index++) {
      if (neededToDelete[index]) {
        readEnvelope(index, record, event, values);
        if (!columns[index].name().equals(stream.version())) {
          checkOrDefault(index, values);
        }
      }
    }
    return new Decoded.Content<>(new StreamRow.Delete(listOf(values)));
  }

  private @Nullable Object[] read(DataColumns from, @Nullable String json) {
    @Nullable Object[] values = new @Nullable Object[columns.length];
    if (json != null && !from.isEmpty()) {
      from.read(personal == null ? json : personal.removedFrom(json), values);
    }
    return values;
  }

  /** Reads the value of a column from an attribute or the record. */
  private void readEnvelope(
      int index,
      ConsumerRecord<byte[], byte[]> record,
      @Nullable Event event,
      @Nullable Object[] values) {
    StreamColumn column = columns[index];
    switch (column.source()) {
      case Source.Data _ -> {}
      case Source.Attribute _ ->
          values[index] =
              event == null ? null : converted(column, event.attribute(attributes[index]));
      case Source.Envelope(Part part) ->
          values[index] =
              switch (part) {
                case KEY ->
                    record.key() == null
                        ? null
                        : converted(column, TextValues.utf8(record.key(), "the key"));
                case TOPIC -> record.topic();
                case PARTITION -> partition(column, record.partition());
                case OFFSET -> record.offset();
                case TIMESTAMP -> Instant.ofEpochMilli(record.timestamp());
              };
    }
  }

  private static Object partition(StreamColumn column, int partition) {
    return column.type().accepts(partition) ? (Object) partition : (Object) (long) partition;
  }

  private static @Nullable Object converted(StreamColumn column, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return TextValues.value(column.type().element(), text);
    } catch (InvalidRecord invalid) {
      throw new InvalidRecord(
          "column %s, %s: %s".formatted(column.name(), column.source(), invalid.getMessage()));
    }
  }

  private void checkOrDefault(int index, @Nullable Object[] values) {
    if (values[index] != null) {
      return;
    }
    StreamColumn column = columns[index];
    if (column.required()) {
      throw new InvalidRecord(
          "column %s, %s: there is no value, and the column is required"
              .formatted(column.name(), column.source()));
    }
    values[index] = column.defaultValue();
  }

  private static List<@Nullable Object> listOf(@Nullable Object[] values) {
    return Collections.unmodifiableList(Arrays.asList(values));
  }
}
