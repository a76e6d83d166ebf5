package dev.mocha.kafka.streaming.rows;

import dev.mocha.application.streaming.StreamColumn;
import dev.mocha.application.streaming.StreamColumn.Part;
import dev.mocha.application.streaming.StreamColumn.Source;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinition.Format;
import dev.mocha.application.streaming.StreamRow;
import dev.mocha.kafka.log.Watermark;
import dev.mocha.kafka.streaming.rows.CloudEvents.Event;
import dev.mocha.kafka.streaming.rows.Reading.Mark;
import dev.mocha.kafka.streaming.rows.Reading.Nothing;
import dev.mocha.kafka.streaming.rows.Reading.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of the records of a stream. What cannot be a row is refused with the column, what was
 * found and what must be there. Can be shared by threads.
 */
public final class RowReader {

  private static final Nothing NOTHING = new Nothing();

  private final StreamDefinition stream;
  private final StreamColumn[] columns;
  private final CloudEvents events;
  private final DataColumns data;
  private final DataColumns dataOfDeletes;
  private final @Nullable PersonalData personal;
  private final int[] places;
  private final boolean[] neededToDelete;

  /**
   * @param hashKey null where the stream hashes nothing
   */
  public RowReader(StreamDefinition stream, @Nullable String hashKey) {
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
    var kept = new HashSet<>(stream.key());
    if (stream.version() != null) {
      kept.add(stream.version());
    }
    this.dataOfDeletes = DataColumns.of(stream.columns(), kept);
    this.personal =
        stream.personal().isEmpty() ? null : new PersonalData(stream.personal(), hashKey);
    this.places = new int[columns.length];
    this.neededToDelete = new boolean[columns.length];
    for (int index = 0; index < columns.length; index++) {
      neededToDelete[index] = kept.contains(columns[index].name());
      if (columns[index].source() instanceof Source.Attribute(String name)) {
        places[index] = events.placeOf(name);
      }
    }
  }

  /**
   * Reads a record.
   *
   * @throws Refused when it is none that this stream can take
   */
  public Reading read(ConsumerRecord<byte[], byte[]> record) {
    boolean empty = record.value() == null;
    if (empty && (stream.format() == Format.JSON || !CloudEvents.isEvent(record))) {
      return tombstone(record, null);
    }
    if (stream.format() == Format.JSON) {
      return upsert(record, null, Texts.utf8(record.value(), "the value"));
    }
    Event event = events.read(record);
    if (event.type().equals(Watermark.TYPE)) {
      return mark(event);
    }
    if (stream.deletes().types().contains(event.type())) {
      return delete(record, event, event.data());
    }
    if (!stream.types().isEmpty() && !stream.types().contains(event.type())) {
      return NOTHING;
    }
    return empty && stream.deletes().tombstones()
        ? tombstone(record, event)
        : upsert(record, event, event.data());
  }

  private static Reading mark(Event event) {
    String time = event.time();
    if (time == null) {
      throw new Refused("a watermark without a time");
    }
    return new Mark(Texts.timestamptz(time));
  }

  private Reading upsert(
      ConsumerRecord<byte[], byte[]> record, @Nullable Event event, @Nullable String json) {
    @Nullable Object[] values = new @Nullable Object[columns.length];
    if (json != null && !data.isEmpty()) {
      data.read(personal == null ? json : personal.takenOutOf(json), values);
    }
    for (int index = 0; index < columns.length; index++) {
      around(index, record, event, values);
      complete(index, values);
    }
    return new Row(new StreamRow.Upsert(listOf(values)));
  }

  private Reading delete(
      ConsumerRecord<byte[], byte[]> record, @Nullable Event event, @Nullable String json) {
    @Nullable Object[] values = new @Nullable Object[columns.length];
    if (json != null && !dataOfDeletes.isEmpty()) {
      dataOfDeletes.read(personal == null ? json : personal.takenOutOf(json), values);
    }
    for (int index = 0; index < columns.length; index++) {
      if (neededToDelete[index]) {
        around(index, record, event, values);
        complete(index, values);
      }
    }
    return new Row(new StreamRow.Delete(listOf(values)));
  }

  /** A tombstone has no version, unless it stands in what is around the value. */
  private Reading tombstone(ConsumerRecord<byte[], byte[]> record, @Nullable Event event) {
    if (!stream.deletes().tombstones()) {
      throw new Refused("it has no value, and tombstones do not delete in this stream");
    }
    @Nullable Object[] values = new @Nullable Object[columns.length];
    for (int index = 0; index < columns.length; index++) {
      if (neededToDelete[index]) {
        around(index, record, event, values);
        if (!columns[index].name().equals(stream.version())) {
          complete(index, values);
        }
      }
    }
    return new Row(new StreamRow.Delete(listOf(values)));
  }

  /** The value of a column that does not read the data. */
  private void around(
      int index,
      ConsumerRecord<byte[], byte[]> record,
      @Nullable Event event,
      @Nullable Object[] values) {
    StreamColumn column = columns[index];
    switch (column.source()) {
      case Source.Data _ -> {}
      case Source.Attribute _ ->
          values[index] = event == null ? null : converted(column, event.attribute(places[index]));
      case Source.Envelope(Part part) ->
          values[index] =
              switch (part) {
                case KEY ->
                    record.key() == null
                        ? null
                        : converted(column, Texts.utf8(record.key(), "the key"));
                case TOPIC -> record.topic();
                case PARTITION -> partition(column, record.partition());
                case OFFSET -> record.offset();
                case TIMESTAMP -> Instant.ofEpochMilli(record.timestamp());
              };
    }
  }

  private static Object partition(StreamColumn column, int partition) {
    return column.type().takes(partition) ? (Object) partition : (Object) (long) partition;
  }

  private static @Nullable Object converted(StreamColumn column, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Texts.value(column.type().element(), text);
    } catch (Refused refused) {
      throw new Refused(
          "column %s, %s: %s".formatted(column.name(), column.source(), refused.getMessage()));
    }
  }

  private void complete(int index, @Nullable Object[] values) {
    if (values[index] != null) {
      return;
    }
    StreamColumn column = columns[index];
    if (column.required()) {
      throw new Refused(
          "column %s, %s: there is no value, and the column is required"
              .formatted(column.name(), column.source()));
    }
    values[index] = column.fallback();
  }

  private static List<@Nullable Object> listOf(@Nullable Object[] values) {
    return Collections.unmodifiableList(Arrays.asList(values));
  }
}
